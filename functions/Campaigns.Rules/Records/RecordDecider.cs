using Campaigns.Rules.Calendar;
using Campaigns.Rules.Definitions;
using Campaigns.Rules.Ledger;
using Campaigns.Rules.Participants;
using Campaigns.Rules.Sheets;

namespace Campaigns.Rules.Records;

/// <summary>What can be asked of a record.</summary>
public abstract record RecordCommand;

/// <summary>Writes the record down, or anew.</summary>
public sealed record KeepRecord(RecordContent Content, string By) : RecordCommand;

/// <summary>The tier above selects a practice as a model, or publishes one that is selected.</summary>
public sealed record AdvancePractice(RecordStatus To, Reviewer By) : RecordCommand;

/// <summary>What was decided about the participant, and, where it was accepted, the record from now on.</summary>
public sealed record RecordDecision(Decision<ParticipantState> Participant, KeptRecord? Record);

/// <summary>
/// Records beside a participant as one switch (K7–K9, K13, K17): which parts each kind needs, how many there may be, and how a practice comes to be a
/// published model. The cycle does not wait for any of them; what is missing is listed by <see cref="RecordGaps"/>.
/// </summary>
public static class RecordDecider
{
    public const int MaxText = 20_000;
    public const int MaxShort = 300;

    /// <summary>The most records of one kind.</summary>
    public const int MaxOfAKind = 500;

    /// <summary>Decides on the record <paramref name="id"/>; <paramref name="record"/> is null while it is not there.</summary>
    public static RecordDecision Decide(
        ParticipantState state, CampaignDefinition definition, RecordKind kind, string id, KeptRecord? record, RecordCommand command, DateTimeOffset now)
    {
        ArgumentNullException.ThrowIfNull(state);
        ArgumentNullException.ThrowIfNull(definition);
        return command switch
        {
            KeepRecord keep => Keep(state, definition, kind, id, record, keep, now),
            AdvancePractice advance => Advance(state, kind, id, record, advance, now),
            _ => Refuse(new Refusal(RefusalCode.WrongKindOfPhase)),
        };
    }

    /// <summary>Every problem of <paramref name="content"/> with its path.</summary>
    public static IReadOnlyList<Refusal> Check(RecordKind kind, RecordContent content)
    {
        ArgumentNullException.ThrowIfNull(content);
        var problems = new List<Refusal>();
        foreach (var (path, text, max) in new[]
        {
            ("title", content.Title, MaxShort), ("text", content.Text, MaxText), ("person", content.Person, MaxShort), ("standard", content.Standard, MaxText),
            ("target", content.Target, MaxShort), ("clause", content.Clause, MaxShort), ("place", content.Place, MaxShort),
        })
        {
            if (Needed(kind).Contains(path) && string.IsNullOrWhiteSpace(text))
                problems.Add(new Refusal(RefusalCode.TextMissing, path));
            else if (SheetValidation.TooLong(text, path, max) is { } tooLong)
                problems.Add(tooLong);
        }
        foreach (var (path, given) in new[] { ("due", content.Due is not null), ("on", content.On is not null), ("form", content.Form is not null) })
        {
            if (Needed(kind).Contains(path) && !given)
                problems.Add(new Refusal(RefusalCode.AnswerMissing, path));
        }
        if (content.Progress is { } progress && SheetValidation.OutOfRange(progress, 0, 100, "progress") is { } outOfRange)
            problems.Add(outOfRange);
        return problems;
    }

    private static IReadOnlyList<string> Needed(RecordKind kind) => kind switch
    {
        RecordKind.OwnProject => ["title", "text", "person", "due"],
        RecordKind.RecordCard => ["text", "person"],
        RecordKind.TargetPiece => ["target", "standard", "person", "text"],
        RecordKind.LeadingGroup => ["person", "on"],
        RecordKind.Practice => ["title", "text"],
        _ => ["title", "form", "on"],
    };

    private static RecordDecision Keep(
        ParticipantState state, CampaignDefinition definition, RecordKind kind, string id, KeptRecord? record, KeepRecord keep, DateTimeOffset now)
    {
        if (record is { Status: not RecordStatus.Kept })
            return Refuse(new Refusal(RefusalCode.PracticeSelected));
        var track = definition.Track(state.Track);
        if ((kind is RecordKind.OwnProject && track.OwnProjects is null) || (kind is RecordKind.RecordCard && track.RecordCard is null)
            || (kind is RecordKind.LeadingGroup && definition.LeadingGroup is null))
        {
            return Refuse(new Refusal(RefusalCode.RecordNotAsked));
        }
        // A card that names no day is of the day on which it was first written.
        var today = ZoneTime.DayOf(TimeZoneInfo.FindSystemTimeZoneById(definition.Authority.Zone), now);
        var content = kind is RecordKind.RecordCard ? keep.Content with { On = keep.Content.On ?? record?.Content.On ?? today } : keep.Content;
        var problems = Check(kind, content).ToList();
        if (kind is RecordKind.RecordCard or RecordKind.LeadingGroup && content.On > today)
            problems.Add(new Refusal(RefusalCode.DayInFuture, "on", new Dictionary<string, string> { ["today"] = $"{today:O}" }));
        if (Refusal.Of(problems) is { } refusal)
            return Refuse(refusal);
        var tally = state.Records ?? RecordTally.None;
        var most = kind switch
        {
            RecordKind.OwnProject => track.OwnProjects!.Count.To,
            RecordKind.LeadingGroup => 1,
            _ => MaxOfAKind,
        };
        if (record is null && tally.Of(kind) >= most)
            return Refuse(new Refusal(RefusalCode.TooMany, null, new Dictionary<string, string> { ["max"] = $"{most}" }));

        var after = tally with
        {
            Counts = record is null ? new Dictionary<RecordKind, int>(tally.Counts) { [kind] = tally.Of(kind) + 1 } : tally.Counts,
            Targets = kind is RecordKind.TargetPiece && !tally.Targets.Contains(keep.Content.Target!)
                ? [.. tally.Targets, keep.Content.Target!]
                : tally.Targets,
            GroupSetUpOn = kind is RecordKind.LeadingGroup ? content.On : tally.GroupSetUpOn,
        };
        var facts = new Dictionary<string, string> { ["kind"] = Name(kind) };
        if (content.Progress is { } progress)
            facts["progress"] = $"{progress}";
        if (kind is RecordKind.RecordCard)
        {
            facts["period"] = CardPeriods.IdOf(track.RecordCard!.Value, content.On!.Value);
            after = after with { Cards = Counted(tally.Cards, track.RecordCard.Value, record?.Content.On, facts["period"]) };
        }
        return Becomes(state with { Records = after }, id, new(kind, content, RecordStatus.Kept, keep.By, now), Acts.RecordKept, keep.By, facts);
    }

    /// <summary>The cards by period where one moves into <paramref name="period"/> from that of the day that it named <paramref name="before"/>.</summary>
    private static Dictionary<string, int> Counted(IReadOnlyDictionary<string, int> cards, RecordCardRhythm rhythm, DateOnly? before, string period)
    {
        var counted = new Dictionary<string, int>(cards);
        if (before is { } day && CardPeriods.IdOf(rhythm, day) is var old && counted.TryGetValue(old, out var count))
        {
            if (count > 1)
                counted[old] = count - 1;
            else
                counted.Remove(old);
        }
        counted[period] = counted.GetValueOrDefault(period) + 1;
        return counted;
    }

    private static RecordDecision Advance(
        ParticipantState state, RecordKind kind, string id, KeptRecord? record, AdvancePractice advance, DateTimeOffset now)
    {
        if (kind is not RecordKind.Practice || record is null)
            return Refuse(new Refusal(RefusalCode.NothingToReview));
        if (advance.By.OwnUnits.Contains(state.Unit))
            return Refuse(new Refusal(RefusalCode.ReviewerIsParticipant));
        if (advance.To != record.Status + 1)
            return Refuse(new Refusal(record.Status >= advance.To ? RefusalCode.PracticeSelected : RefusalCode.PracticeNotSelected));
        return Becomes(
            state, id, record with { Status = advance.To, By = advance.By.Person, At = now },
            advance.To is RecordStatus.Published ? Acts.PracticePublished : Acts.PracticeSelected, advance.By.Person, []);
    }

    private static RecordDecision Becomes(ParticipantState state, string id, KeptRecord record, string act, string by, Dictionary<string, string> facts) =>
        new(Decision.Accept(state, new LedgerFact(act, by, $"{state.Track}/{state.Unit}/{Name(record.Kind)}/{id}", facts)), record);

    private static string Name(RecordKind kind) => char.ToLowerInvariant(kind.ToString()[0]) + kind.ToString()[1..];

    private static RecordDecision Refuse(Refusal refusal) => new(Decision.Refuse<ParticipantState>(refusal), null);
}
