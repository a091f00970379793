using System.Runtime.CompilerServices;
using Campaigns.App.Access;
using Campaigns.App.Cycles;
using Campaigns.App.Directory;
using Campaigns.App.Participants;

namespace Campaigns.App.Exchange;

/// <summary>What an export is about: a cycle, for a caller, of all or of those under a unit (the participant itself, its parent or its area).</summary>
public sealed record ExportScope(CycleContext Cycle, Caller Caller, string? Under);

/// <summary>A group's participants of whom the caller may see something; who is not among them stays out of every table.</summary>
public sealed record ScannedGroup(string Group, DirectorySnapshot Directory, IReadOnlyDictionary<(string Track, string Unit), StoredParticipant> Participants);

/// <summary>Reads a cycle group by group, each a page of storage: what is held in memory is one group, however many there are.</summary>
public sealed class ExportScan(ParticipantStore participants, ParticipationIndex index, DirectoryCache directory)
{
    /// <summary>The groups in order, each with those whom the caller may do <paramref name="act"/> to.</summary>
    public async IAsyncEnumerable<ScannedGroup> GroupsAsync(ExportScope scope, Act act, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(scope);
        var now = await directory.GetAsync(AccessPolicy.AllowOn, cancellationToken);
        var everybody = scope.Under is null || scope.Under == scope.Cycle.Definition.Authority.Unit;
        foreach (var group in await index.GroupsAsync(scope.Cycle.Cycle, cancellationToken))
        {
            var mine = new Dictionary<(string, string), StoredParticipant>();
            await foreach (var participant in participants.ReadGroupAsync(scope.Cycle.Cycle, group.Group, cancellationToken))
            {
                var state = participant.State;
                if ((everybody || state.Unit == scope.Under || state.Parent == scope.Under || state.Area == scope.Under)
                    && AccessPolicy.Decide(scope.Caller, act, state.Unit, now).IsAllowed)
                {
                    mine.Add((state.Track, state.Unit), participant);
                }
            }
            if (mine.Count > 0)
                yield return new(group.Group, now, mine);
        }
    }
}
