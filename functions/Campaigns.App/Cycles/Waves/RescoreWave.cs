using Campaigns.App.Adoption;
using Campaigns.App.Participants;
using Campaigns.Rules.Adoption;
using Campaigns.Rules.Ledger;

namespace Campaigns.App.Cycles.Waves;

/// <summary>Scores a group again by the rules as they are now (J14, K5): a second run finds every score as it should be.</summary>
public sealed class RescoreWave(ParticipantStore participants, ContentStore contents)
{
    public async Task<WaveCounts> RunAsync(Cycle row, CycleContext cycle, GroupWork work, DateTimeOffset now, CancellationToken cancellationToken)
    {
        var stored = await contents.ReadGroupAsync(cycle.Cycle, work.Group, cancellationToken);
        var adopted = row.Adopted;
        var fact = new LedgerFact(
            Acts.Rescored, adopted?.By ?? Acts.Engine, $"{work.Group}/{work.Work.Milestone.Id}",
            new Dictionary<string, string> { ["version"] = row.Version.ToString(System.Globalization.CultureInfo.InvariantCulture) }, adopted?.Why);
        var wave = await participants.TransactGroupAsync(
            cycle.Cycle, work.Group, $"{cycle.Cycle}|{work.Work.Milestone.Id}", now, fact,
            state =>
            {
                var again = Rescoring.Rescore(cycle.Definition, state, StoredContents.Behind(state, u => stored.GetValueOrDefault((state.Track, u))));
                return ReferenceEquals(again, state) ? null : again;
            },
            cancellationToken);
        return new(Changed: wave.Changed);
    }
}
