using Campaigns.App.Access;
using Campaigns.App.Directory;
using Campaigns.App.Http;
using Campaigns.App.Participants;
using Campaigns.Rules.Inspections;
using Campaigns.Rules.Sheets;
using Microsoft.Azure.Functions.Worker;

namespace Campaigns.App.Inspections;

/// <summary>What a request about one inspection stands on: its participant's scene, how it was ordered, and as whom the caller acts.</summary>
/// <param name="ForAuthority">The caller acts for the authority, so that another's inspection is open to it.</param>
public sealed record InspectionScene(ParticipantScene Participant, Inspection Ordered, Reviewer By, bool ForAuthority);

/// <summary>Opens requests about inspections: who asks, then which participant the inspection is of, then access to that.</summary>
public sealed class InspectionDesk(ParticipantDesk desk, AccessPolicy access, InspectionStore inspections, DirectoryCache directory)
{
    /// <summary>The scene, or the problem; nothing is read for callers whom no place could allow it.</summary>
    public async Task<Parsed<InspectionScene>> OpenAsync(
        FunctionContext context, Act act, string cycle, string inspection, CancellationToken cancellationToken)
    {
        var caller = context.Caller();
        var anywhere = await access.MayAsync(caller, act, null, cancellationToken);
        if (anywhere is AccessDecision.Denied { Reason: not Denial.NotYourUnit } denied)
            return new(denied.ToProblem());
        var found = RequestReader.IsSlug(cycle) && RequestReader.IsSlug(inspection) ? await inspections.FindAsync(cycle, inspection, cancellationToken) : null;
        if (found is null)
        {
            return new(anywhere.Problem ?? RequestReader.BadRoute(("cycle", cycle), ("inspection", inspection))
                ?? Problems.NotFound($"inspection {inspection} in cycle {cycle}"));
        }
        if (!(await desk.OpenAsync(context, act, cycle, found.Track, found.Unit, null, cancellationToken)).TryGet(out var scene, out var problem))
            return new(problem);
        var by = ReviewerIdentity.Of(await directory.GetAsync(AccessPolicy.AllowOn, cancellationToken), caller.Person);
        return new(new InspectionScene(scene, found.Inspection, by, await desk.MayAsync(scene, Act.DecideFalsified, cancellationToken)));
    }
}
