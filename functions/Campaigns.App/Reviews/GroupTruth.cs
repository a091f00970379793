using Campaigns.App.Cycles;
using Campaigns.App.Participants;
using Campaigns.Rules.Participants;

namespace Campaigns.App.Reviews;

/// <summary>
/// A group of participants as it stands, for whoever says which deadlines follow from that (<see cref="IDueAction.ImpliedAsync"/>). Who has ended within the
/// cycle (J20) is not in it: what it leaves behind falls due no more.
/// </summary>
public sealed class GroupTruth(CycleContext cycle, string group, IEnumerable<StoredParticipant> participants, DateTimeOffset now)
{
    private readonly Dictionary<(string Track, string Unit), StoredParticipant> _participants =
        participants.Where(p => p.State.Left is null).ToDictionary(p => (p.Key.Track, p.Key.Unit));

    public CycleContext Cycle => cycle;

    public string Group => group;

    /// <summary>Campaign time.</summary>
    public DateTimeOffset Now => now;

    /// <summary>The participant; null where it takes no part, or no more.</summary>
    public StoredParticipant? Of(string track, string unit) => _participants.GetValueOrDefault((track, unit));

    /// <summary>Whether anybody's own row says so.</summary>
    public bool Any(Func<ParticipantState, bool> says) => _participants.Values.Any(p => says(p.State));

    /// <summary>What follows from the participants' own rows.</summary>
    public IAsyncEnumerable<DueTime> OfEach(Func<ParticipantKey, ParticipantState, IEnumerable<DueTime>> implied) =>
        _participants.Values.SelectMany(p => implied(p.Key, p.State)).ToAsyncEnumerable();
}
