using System.Globalization;
using Campaigns.Rules.Definitions;

namespace Campaigns.Local.Rehearsal;

/// <summary>
/// What reviewers do: look at what a participant handed in, send some of it back, and appraise. A participant whose sheets went back is
/// appraised after the rework, or when its time has passed.
/// </summary>
internal static class ReviewActs
{
    /// <summary>How the ids of acts end that send sheets back.</summary>
    public const string ReturnSuffix = "|1 return";

    /// <summary>The acts of an appraisal.</summary>
    public static IEnumerable<Act> Of(Season season, Phase phase, IEnumerable<SeasonParticipant> participants)
    {
        foreach (var participant in participants.Where(p => phase.Concerns(p.Track)))
        {
            var reviewers = season.Roster.ReviewersOf(participant.Parent);
            if (reviewers.Count == 0)
                continue;
            var reviewer = reviewers[Choice.Number(season.Seed, reviewers.Count, "reviewer", participant.Key, phase.Id)];
            var back = season.Covered(phase, participant.Track)
                .Where(sheet => season.Timing.HabitOf(participant.Unit, sheet.Id) is not Habit.Silent)
                .Where(sheet => season.Timing.Returns(participant.Unit, phase.Id, sheet.Id)).ToList();
            if (season.Timing.Review(participant.Unit, season.Windows[phase.Id], back.Count > 0) is not { } at)
                continue;
            yield return back.Count > 0 ? Return(season, phase, participant, reviewer, at, back) : Accept(season, phase, participant, reviewer, at);
        }
    }

    static Act Return(Season season, Phase phase, SeasonParticipant participant, string reviewer, DateTimeOffset at, IReadOnlyList<Phase> back)
    {
        var id = $"{phase.Id}|{participant.Key}{ReturnSuffix}";
        return new Act(at, id, participant.Key, async cancellation =>
        {
            await LookAsync(season, phase, participant, reviewer, cancellation);
            var follow = new List<Act>();
            var resume = at;
            foreach (var sheet in back)
            {
                var answer = await season.Api.PostAsync(
                    reviewer, season.Path(participant, $"reviews/{phase.Id}/return"),
                    new { sheet = sheet.Id, reason = "材料与条款对应不清，请逐条注明并补充佐证后重新提交。" }, season.Key($"{id}|{sheet.Id}"), cancellation);
                if (answer.Code is "nothingToReview")
                    continue;
                SheetActs.Check(answer, id);
                season.Counts.Return();
                var until = DateTimeOffset.Parse(answer.Value["reworkUntil"]!.GetValue<string>(), CultureInfo.InvariantCulture);
                var rework = SheetActs.Rework(season, sheet, participant, at, until);
                if (rework is not null)
                    follow.Add(rework);
                var done = rework?.At ?? until;
                resume = done > resume ? done : resume;
            }
            follow.Add(Accept(season, phase, participant, reviewer, season.Timing.After(resume)));
            return follow;
        });
    }

    static Act Accept(Season season, Phase phase, SeasonParticipant participant, string reviewer, DateTimeOffset at)
    {
        var id = $"{phase.Id}|{participant.Key}|2 accept";
        return new Act(at, id, participant.Key, async cancellation =>
        {
            await LookAsync(season, phase, participant, reviewer, cancellation);
            var standard = season.StandardOf(participant.Track);
            var answer = await season.Api.PostAsync(
                reviewer, season.Path(participant, $"reviews/{phase.Id}/accept"),
                new
                {
                    points = season.Answers.Review(standard, participant.Track, participant.Unit, phase.Id),
                    reasons = season.Answers.Reasons(standard, participant.Unit, phase.Id),
                    comment = season.Answers.Sentence(participant.Unit, phase.Id),
                },
                season.Key(id), cancellation);
            if (answer.Code is "deadlinePassed")
                season.Refusals.Note(answer, $"{phase.Kind}", id);
            else
            {
                SheetActs.Check(answer, id);
                season.Counts.Appraisal();
            }
            return [];
        });
    }

    // The appraisal as its reviewer sees it has the self-scores of every covered sheet beside it.
    static async Task LookAsync(Season season, Phase phase, SeasonParticipant participant, string reviewer, CancellationToken cancellation) =>
        SheetActs.Check(await season.Api.GetAsync(reviewer, season.Path(participant, $"reviews/{phase.Id}"), cancellation), $"{phase.Id}|{participant.Key}");
}
