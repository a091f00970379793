namespace Campaigns.Rules.Participants;

/// <summary>
/// Inspections of a participant in numbers (E2, E3, L3). Every finding is in exactly one of <see cref="Open"/>, <see cref="Closed"/> and
/// <see cref="Falsified"/>; <see cref="Overdue"/> counts those that were open when their time had passed, also those closed since.
/// </summary>
public sealed record InspectionRecord(int Visits, int Open, int Closed, int Falsified, int Overdue)
{
    public static InspectionRecord None { get; } = new(0, 0, 0, 0, 0);
}
