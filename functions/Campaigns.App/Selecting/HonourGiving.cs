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
