using Campaigns.App.Cycles;
using Campaigns.App.Directory;
using Campaigns.Rules.Definitions;
using Campaigns.Rules.Honouring;
using Campaigns.Rules.Participants;

namespace Campaigns.App.Selecting;

/// <summary>Gives honours and consequences to whom the directory names as holders of the posts on the day of the decision (K16).</summary>
public static class HonourGiving
{
    /// <summary>The participant as <paramref name="decision"/> leaves it; the same instance where nothing changes.</summary>
    public static ParticipantState Conclude(CycleContext cycle, ParticipantState state, FinalDecision decision, DirectorySnapshot people)
    {
        ArgumentNullException.ThrowIfNull(cycle);
        ArgumentNullException.ThrowIfNull(state);
        var track = cycle.Definition.Track(state.Track);
        return HonourDecider.Conclude(state, track, cycle.Definition.Standard(track.Standard), decision, cycle.Year, HoldersOf(state.Unit, people));
    }

    /// <summary>The same for tracks of <paramref name="phase"/> in which nobody is selected: what follows from attaining, or from failing to.</summary>
    public static ParticipantState ConcludeAttaining(CycleContext cycle, Phase phase, ParticipantState state, DirectorySnapshot people)
    {
        ArgumentNullException.ThrowIfNull(cycle);
        ArgumentNullException.ThrowIfNull(phase);
        ArgumentNullException.ThrowIfNull(state);
        var track = cycle.Definition.Track(state.Track);
        return IsAttained(phase, track)
            ? HonourDecider.ConcludeAttaining(state, track, cycle.Definition.Standard(track.Standard), HoldersOf(state.Unit, people))
            : state;
    }

    /// <summary>Whether <paramref name="phase"/> is an evaluation that ends a track in which nobody is selected, with consequences.</summary>
    public static bool IsAttained(Phase phase, Track track)
    {
        ArgumentNullException.ThrowIfNull(phase);
        ArgumentNullException.ThrowIfNull(track);
        return phase.Kind is PhaseKind.Evaluation && track.Select is null && phase.Concerns(track.Id)
            && track.Consequences.Honoured.Count + track.Consequences.Failed.Count > 0;
    }

    /// <summary>Who holds the participant's posts now.</summary>
    public static PostHolders HoldersOf(string participant, DirectorySnapshot people)
    {
        ArgumentNullException.ThrowIfNull(people);
        var contacts = people.ContactsOf(participant);
        return new(new Dictionary<ConsequenceTarget, IReadOnlyList<string>>
        {
            [ConsequenceTarget.Leader] = contacts.Leaders,
            [ConsequenceTarget.Reporter] = contacts.Reporters,
            [ConsequenceTarget.Liaison] = contacts.Liaisons,
            [ConsequenceTarget.LeaderInCharge] = contacts.LeadersInCharge,
            [ConsequenceTarget.OrganisationMember] = contacts.OrganisationMembers,
            [ConsequenceTarget.ContactPoint] = contacts.ContactPoints,
            [ConsequenceTarget.Instructor] = contacts.Instructors,
        });
    }
}
