using Campaigns.App.Cycles;
using Campaigns.App.Http;
using Campaigns.App.Participants;
using Campaigns.Rules.Definitions;
using Campaigns.Rules.Honouring;

namespace Campaigns.App.Selecting;

/// <summary>How the public names a participant (G4, K17): a unit by its id, a person by the reference under which it stands in a published list.</summary>
public sealed class PublicReferences(SelectionStore store)
{
    /// <summary>The reference under which somebody stands in a public list: a unit's id, or for a person a number that tells nobody else anything.</summary>
    public static string Of(CycleContext cycle, Track track, string unit)
    {
        ArgumentNullException.ThrowIfNull(cycle);
        ArgumentNullException.ThrowIfNull(track);
        return track.Enters.Individual is null ? unit : $"i-{ParticipantKeys.Hash($"{cycle.Cycle}|{track.Id}|{unit}")[..16]}";
    }

    /// <summary>
    /// The participant that a reference names, or null. Whether a unit takes part is not asked. A person is found in the published list alone, so that
    /// nobody can ask who takes part. One request for a person, else none.
    /// </summary>
    public async Task<string?> ResolveAsync(CycleContext cycle, Track track, string reference, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(cycle);
        ArgumentNullException.ThrowIfNull(track);
        if (track.Enters.Individual is null)
            return RequestReader.IsSlug(reference) ? reference : null;
        var list = (await store.ReadAsync<IntendedList>(cycle.Cycle, track.Id, SelectionStore.Intended, cancellationToken))?.Value;
        return list?.Units.Concat(list.Reserves).FirstOrDefault(u => Of(cycle, track, u) == reference);
    }
}
