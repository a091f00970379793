using Campaigns.Rules.Definitions;

namespace Campaigns.App.Reminders;

/// <summary>One thing that a milestone wants said: to whom, as what, about which participant of which group.</summary>
public sealed record ReminderItem(string Recipient, Audience As, string Track, string Unit, string Area, string Group)
{
    /// <summary>It is the recipient who has to act: a filed plan waits for its answer (B8, J7).</summary>
    public bool Answers { get; init; }
}
