using Campaigns.App.Cycles;
using Campaigns.App.Participants;
using Campaigns.App.Storage;
using Campaigns.Rules.Definitions;
using Campaigns.Rules.Participants;
using Campaigns.Rules.Rollover;

namespace Campaigns.App.Programmes;

/// <summary>The year before, as the next one takes it up (J24): one read of its groups, a page of storage each.</summary>
public sealed class PreviousYear(CycleStore cycles, ParticipantStore participants)
{
    /// <summary>Everybody who took part, by track and unit, with what the next year asks of them; empty where there was no such year.</summary>
    public async Task<IReadOnlyDictionary<(string Track, string Unit), ParticipantState>> ReadAsync(
        string campaign, int year, CancellationToken cancellationToken)
    {
        var (states, texts) = (new Dictionary<(string, string), ParticipantState>(), new SharedTexts());
        var id = CycleStarter.CycleId(campaign, year);
        if (await cycles.ReadSnapshotAsync(id, cancellationToken) is not { } snapshot)
            return states;
        foreach (var group in snapshot.Groups)
        {
            await foreach (var participant in participants.ReadGroupAsync(id, group.Id, cancellationToken))
            {
                // What is not carried need not be held: a county has a thousand of them, a province a million.
                states[(texts.Of(participant.State.Track), participant.State.Unit)] = YearCarry.Kept(participant.State);
            }
        }
        return states;
    }

    /// <summary><paramref name="enrolled"/> with what it brings along.</summary>
    public static ParticipantState Carry(
        ParticipantState enrolled, IReadOnlyDictionary<(string Track, string Unit), ParticipantState> before, Programme programme, int year) =>
        before.TryGetValue((enrolled.Track, enrolled.Unit), out var state) ? YearCarry.Into(enrolled, state, programme.Carries, year) : enrolled;
}
