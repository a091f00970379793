namespace Campaigns.Rules.Enrolment;

/// <summary>
/// Who takes part in a cycle and in which group. Ordered by group, then track, then unit (ordinal); the same directory gives the same plan.
/// <see cref="Groups"/> lists every group that has participants.
/// </summary>
public sealed record EnrolmentPlan(IReadOnlyList<EnrolledParticipant> Participants, IReadOnlyList<EnrolledGroup> Groups);

/// <summary>A participant as enrolled; the fields mean what they mean in <see cref="Participants.ParticipantState"/>.</summary>
public sealed record EnrolledParticipant(string Track, string Unit, string Parent, string Area, string Group)
{
    /// <summary>What it is compared with, by the track's own rule; null where that is all of the track.</summary>
    public string? Comparable { get; init; }
}

/// <summary>A group, <c>g01</c> and so on, the areas that it holds (ordinal) and the number of its participants.</summary>
public sealed record EnrolledGroup(string Id, IReadOnlyList<string> Areas, int Participants);
