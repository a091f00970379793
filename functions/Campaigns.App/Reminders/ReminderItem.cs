using Campaigns.Rules.Definitions;

namespace Campaigns.App.Reminders;

/// <summary>One thing that a milestone wants said: to whom, as what, about which participant of which group.</summary>
public sealed record ReminderItem(string Recipient, Audience As, string Track, string Unit, string Area, string Group);
