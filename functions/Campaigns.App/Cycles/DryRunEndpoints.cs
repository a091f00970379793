using System.Globalization;
using Campaigns.App.Access;
using Campaigns.App.Campaigns;
using Campaigns.App.Http;
using Campaigns.App.Reminders;
using Campaigns.Rules.Calendar;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;

namespace Campaigns.App.Cycles;

/// <summary><c>POST /campaigns/{campaign}/rehearsals</c>: the dry run of a year (B10, J17).</summary>
public sealed class DryRunEndpoints(AccessPolicy access, CampaignStore campaigns, DryRun dryRun)
{
    [Function(nameof(RehearseCampaign))]
    public async Task<IResult> RehearseCampaign(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "api/v1/campaigns/{campaign}/rehearsals")] HttpRequest request,
        string campaign,
        FunctionContext context,
        CancellationToken cancellationToken)
    {
        if (RequestReader.BadRoute(("campaign", campaign)) is { } bad)
            return bad;
        var latest = await campaigns.LatestAsync(campaign, cancellationToken);
        if (await access.DeniesAsync(context.Caller(), Act.RehearseCampaign, latest?.Definition.Authority.Unit, cancellationToken) is { } no)
            return no;
        if (!(await Json.ReadAsync<DryRunBody>(request, cancellation: cancellationToken)).TryGet(out var body, out var problem))
            return problem;
        if (latest is null)
            return Problems.NotFound($"campaign {campaign}");
        var programme = latest.Definition.Programme;
        if (body.Year < programme.FirstYear || body.Year > programme.LastYear)
        {
            return Problems.Validation(new Dictionary<string, string[]>
            {
                ["year"] = [$"must be a year of the programme, {programme.FirstYear} to {programme.LastYear}"],
            });
        }

        var year = await dryRun.PlanAsync(latest.Definition.ForYear(body.Year), body.Year, cancellationToken);
        if (body.Milestone is { } wanted && year.Plan.Milestones.All(m => m.Id != wanted))
            return Problems.Validation(new Dictionary<string, string[]> { ["milestone"] = ["is no milestone of that year"] });
        return Answers.Ok(DryRunAnswer.Of(year, latest.Definition.Authority.Zone, latest.Version, body.Milestone));
    }
}

/// <summary><paramref name="Milestone"/>: the id of the one whose messages are wanted in full.</summary>
public sealed record DryRunBody(int Year, string? Milestone = null);

/// <summary>
/// A dry run's answer: participants by track, the windows, each milestone with how many participants and people it concerns, the messages by local day, and in
/// full those of the milestone that was asked for.
/// </summary>
public sealed record DryRunAnswer(
    int Version,
    int Year,
    int Participants,
    IReadOnlyDictionary<string, int> Tracks,
    int Groups,
    IReadOnlyList<PhaseWindow> Windows,
    IReadOnlyList<DryMilestoneAnswer> Milestones,
    IReadOnlyList<DryDayAnswer> Days,
    IReadOnlyList<DryMessageAnswer>? Messages)
{
    public static DryRunAnswer Of(DryYear year, string zone, int version, string? wanted)
    {
        ArgumentNullException.ThrowIfNull(year);
        var local = TimeZoneInfo.FindSystemTimeZoneById(zone);
        var milestones = new List<DryMilestoneAnswer>();
        var days = new SortedDictionary<string, int>(StringComparer.Ordinal);
        IReadOnlyList<DryMessageAnswer>? messages = null;
        foreach (var (milestone, participants, notices) in year.Walk())
        {
            milestones.Add(new(
                milestone.Id, milestone.Phase, milestone.Kind, milestone.Rung, milestone.At, milestone.AwaitingYear, participants, notices.Count));
            if (notices.Count > 0 && milestone.At is { } at)
            {
                var day = TimeZoneInfo.ConvertTime(at, local).ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
                days[day] = days.GetValueOrDefault(day) + notices.Count;
            }
            if (milestone.Id == wanted)
                messages = [.. notices.Select(DryMessageAnswer.Of)];
        }
        var roster = year.Roster;
        var tracks = roster.Participants.GroupBy(p => p.Track, StringComparer.Ordinal).OrderBy(t => t.Key, StringComparer.Ordinal)
            .ToDictionary(t => t.Key, t => t.Count());
        return new(
            version, year.Plan.Year, roster.Participants.Count, tracks, roster.Groups.Count, year.Plan.Windows, milestones,
            [.. days.Select(d => new DryDayAnswer(d.Key, d.Value))], messages);
    }
}

public sealed record DryMilestoneAnswer(
    string Id, string Phase, MilestoneKind Kind, string? Rung, DateTimeOffset? At, int? AwaitingYear, int Participants, int Messages);

public sealed record DryDayAnswer(string Date, int Messages);

public sealed record DryMessageAnswer(string Recipient, string Kind, string Title, string Text)
{
    public static DryMessageAnswer Of(Notice notice)
    {
        ArgumentNullException.ThrowIfNull(notice);
        return new(notice.Recipient, notice.Kind, notice.Title, notice.Text);
    }
}
