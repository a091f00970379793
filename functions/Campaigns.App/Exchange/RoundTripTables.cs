using System.Runtime.CompilerServices;
using Campaigns.App.Access;
using Campaigns.App.Cycles;
using Campaigns.App.Http;
using Campaigns.App.Pledges;
using Campaigns.App.Reviews;
using Campaigns.Rules.Participants;

namespace Campaigns.App.Exchange;

/// <summary>What the imports of a cycle take, as it stands: importing the file again changes nothing.</summary>
public sealed class RoundTripTables(ExportScan scan, PledgeStore pledges, AppraisalStore appraisals)
{
    private static readonly ExportColumn<ExtensionRowBody>[] ExtensionColumns =
    [
        new("track", e => e.Track), new("unit", e => e.Unit), new("phase", e => e.Phase), new("until", e => e.Until), new("reason", e => e.Reason),
    ];

    private static readonly ExportColumn<PledgeRowBody>[] PledgeColumns =
    [
        new("track", p => p.Track), new("unit", p => p.Unit), new("pledge", p => p.Pledge), new("kind", p => p.Kind), new("direction", p => p.Direction),
        new("text", p => p.Text), new("audience", p => p.Audience), new("channel", p => p.Channel), new("due", p => p.Due), new("person", p => p.Person),
        new("proof", p => p.Proof),
    ];

    private static readonly ExportColumn<ScoreRowBody>[] ScoreColumns =
    [
        new("track", s => s.Track), new("unit", s => s.Unit), new("phase", s => s.Phase), new("clause", s => s.Clause), new("points", s => s.Points),
        new("measured", s => s.Measured), new("reason", s => s.Reason),
    ];

    /// <summary>The extensions in force; one that a later one replaced is history and in the participant's own list.</summary>
    public IExportTable Extensions(ExportScope scope) =>
        new ExportTable<ExtensionRowBody>("extensions", ExtensionColumns, ExtensionsAsync(scope, default));

    public IExportTable Pledges(ExportScope scope) => new ExportTable<PledgeRowBody>("pledges", PledgeColumns, PledgesAsync(scope, default));

    /// <summary>Review points: concluded ones, and drafts where the caller is one of the reviewers.</summary>
    public IExportTable Scores(ExportScope scope) => new ExportTable<ScoreRowBody>("scores", ScoreColumns, ScoresAsync(scope, default));

    private async IAsyncEnumerable<ExtensionRowBody> ExtensionsAsync(ExportScope scope, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(scope);
        await foreach (var group in scan.GroupsAsync(scope, Act.ReadParticipant, cancellationToken))
        {
            foreach (var state in group.Participants.Values.Select(p => p.State))
            {
                foreach (var phase in state.Dates.Extensions.Select(e => e.Phase).Distinct())
                {
                    if (state.Dates.Of(phase) is { State: ExtensionState.Granted } extension)
                        yield return new(state.Track, state.Unit, phase, DayOf(scope.Cycle, extension.DueAt), extension.Reason);
                }
            }
        }
    }

    private async IAsyncEnumerable<PledgeRowBody> PledgesAsync(ExportScope scope, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await foreach (var group in scan.GroupsAsync(scope, Act.ReadSheet, cancellationToken))
        {
            await foreach (var (track, unit, stored) in pledges.ReadGroupAsync(scope.Cycle.Cycle, group.Group, cancellationToken))
            {
                var content = stored.Pledge.Content;
                if (group.Participants.ContainsKey((track, unit)))
                {
                    yield return new(
                        track, unit, stored.Id, content.Kind, content.Direction, content.Text, content.Audience, content.Channel,
                        DayOf(scope.Cycle, content.DueAt), content.Person, content.Proof);
                }
            }
        }
    }

    private async IAsyncEnumerable<ScoreRowBody> ScoresAsync(ExportScope scope, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await foreach (var group in scan.GroupsAsync(scope, Act.ReadReview, cancellationToken))
        {
            await foreach (var (track, unit, phase, stored) in appraisals.ReadGroupAsync(scope.Cycle.Cycle, group.Group, cancellationToken))
            {
                if (!group.Participants.ContainsKey((track, unit))
                    || !(stored.Accepted || AccessPolicy.Decide(scope.Caller, Act.WriteReview, unit, group.Directory).IsAllowed))
                {
                    continue;
                }
                var content = stored.Content;
                foreach (var clause in content.Points.Keys.Union(content.Measured.Keys).Order(StringComparer.Ordinal))
                {
                    yield return new(
                        track, unit, phase, clause, content.Points.TryGetValue(clause, out var points) ? points : null,
                        content.Measured.TryGetValue(clause, out var measured) ? measured : null, content.Reasons.GetValueOrDefault(clause));
                }
            }
        }
    }

    private static DateOnly DayOf(CycleContext cycle, DateTimeOffset instant) => DateOnly.FromDateTime(
        TimeZoneInfo.ConvertTime(instant, TimeZoneInfo.FindSystemTimeZoneById(cycle.Definition.Authority.Zone)).DateTime);
}
