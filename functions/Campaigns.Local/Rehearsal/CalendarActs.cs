using System.Globalization;
using Campaigns.Rules.Calendar;

namespace Campaigns.Local.Rehearsal;

/// <summary>
/// What the authority does to the calendar where the behaviour asks for it (J3, J5): it pauses the cycle for some days while no phase is open, resumes it, and
/// then moves the due date of the phase that opens next. Whoever acts in a phase that moved does so by its new dates.
/// </summary>
internal static class CalendarActs
{
    /// <summary>How the id of the first act ends; the others follow from it.</summary>
    public const string BeginSuffix = "|1 begin";

    const string Id = "calendar";
    static readonly TimeSpan Ahead = TimeSpan.FromDays(2);

    /// <summary>At most one act, from which the others follow; none where no quiet time lies before a phase after <paramref name="from"/>.</summary>
    public static IEnumerable<Act> Of(Season season, DateTimeOffset from)
    {
        var (pause, amend) = (TimeSpan.FromDays(season.Profile.PauseDays), season.Profile.AmendDays);
        if ((pause == TimeSpan.Zero && amend == 0) || season.Roster.AnyWith("authority") is not { } office)
            yield break;
        var quiet = season.Windows.Values.Where(w => w.OpensAt - pause - Ahead >= from && w.DueAt is not null)
            .OrderBy(w => w.OpensAt).ThenBy(w => w.Phase, StringComparer.Ordinal)
            .FirstOrDefault(w => season.Windows.Values.All(o => !(o.OpensAt < w.OpensAt) || o.LockedAt <= w.OpensAt - pause - Ahead));
        if (quiet is not { OpensAt: { } opens })
            yield break;
        var begin = opens - pause - Ahead;
        yield return new Act(begin, Id + BeginSuffix, Id, async cancellation =>
        {
            if (pause > TimeSpan.Zero)
                await AskAsync(season, "pause", office, cancellation);
            return [new Act(begin + pause, Id + "|2 resume", Id, token => ResumeAsync(season, office, begin + pause, quiet.Phase, token))];
        });
    }

    static async Task<IReadOnlyList<Act>> ResumeAsync(Season season, string office, DateTimeOffset at, string phase, CancellationToken cancellation)
    {
        if (season.Profile.PauseDays > 0)
            await AskAsync(season, "resume", office, cancellation);
        return season.Profile.AmendDays == 0
            ? []
            : [new Act(at.AddHours(1), Id + "|3 amend", Id, token => AmendAsync(season, office, phase, token))];
    }

    static async Task<IReadOnlyList<Act>> AmendAsync(Season season, string office, string phase, CancellationToken cancellation)
    {
        var timeline = (await season.Api.GetAsync(office, $"api/v1/cycles/{season.Cycle}/timeline", cancellation)).Value;
        var window = timeline["windows"]!.AsArray().Single(w => w!["phase"]!.GetValue<string>() == phase)!;
        var due = DateTimeOffset.Parse(window["dueAt"]!.GetValue<string>(), CultureInfo.InvariantCulture);
        var day = ZoneTime.DayOf(TimeZoneInfo.FindSystemTimeZoneById(season.Definition.Authority.Zone), due).AddDays(season.Profile.AmendDays);
        var phases = new Dictionary<string, object> { [phase] = new { due = day } };
        SheetActs.Check(
            await season.Api.PatchAsync(
                office, $"api/v1/cycles/{season.Cycle}/calendar", new { phases, reason = "防汛抢险，截止日期顺延。" }, season.Key(Id + "|amend"), cancellation),
            Id + "|3 amend");
        return [];
    }

    static async Task AskAsync(Season season, string what, string office, CancellationToken cancellation) => SheetActs.Check(
        await season.Api.PostAsync(
            office, $"api/v1/cycles/{season.Cycle}/{what}", new { reason = "防汛抢险。" }, season.Key($"{Id}|{what}"), cancellation), $"{Id}|{what}");
}
