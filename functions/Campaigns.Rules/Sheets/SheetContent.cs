using System.Collections.ObjectModel;
using Campaigns.Rules.Ledger;

namespace Campaigns.Rules.Sheets;

/// <summary>What a participant fills in: answers by clause, and a text (the whole of it in a summary 小结).</summary>
public sealed record SheetContent(IReadOnlyDictionary<string, ClauseAnswer> Answers, string? Text = null)
{
    public static SheetContent Empty { get; } = new(ReadOnlyDictionary<string, ClauseAnswer>.Empty);

    /// <summary>Never null, also where the sender left it out.</summary>
    public IReadOnlyDictionary<string, ClauseAnswer> Answers { get; init => field = value ?? ReadOnlyDictionary<string, ClauseAnswer>.Empty; } =
        Answers ?? ReadOnlyDictionary<string, ClauseAnswer>.Empty;

    public ClauseAnswer? Answer(string clause) => Answers.GetValueOrDefault(clause);

    /// <summary>SHA-256 (hex) of the content in canonical form: equal for equal content, whatever the order or the zeros at the end of its numbers.</summary>
    public string Digest() => CanonicalJson.Sha256(CanonicalJson.Bytes(writer =>
    {
        writer.WriteStartObject();
        writer.WriteStartObject("answers");
        foreach (var (clause, answer) in Answers.OrderBy(a => a.Key, StringComparer.Ordinal))
        {
            if (answer is null)
                continue;
            writer.WriteStartObject(CanonicalJson.Text(clause));
            if (answer.Points is { } points)
                writer.WriteString("points", CanonicalJson.Number(points));
            if (answer.Yes is { } yes)
                writer.WriteBoolean("yes", yes);
            if (answer.Measured is { } measured)
                writer.WriteString("measured", CanonicalJson.Number(measured));
            if (answer.Of is { } of)
                writer.WriteString("of", CanonicalJson.Number(of));
            if (answer.Waived is { } waived)
                writer.WriteBoolean("waived", waived);
            writer.WriteStartArray("recognitions");
            foreach (var level in answer.Recognitions.Order(StringComparer.Ordinal))
                writer.WriteStringValue(CanonicalJson.Text(level));
            writer.WriteEndArray();
            if (answer.Note is { } note)
                writer.WriteString("note", CanonicalJson.Text(note));
            writer.WriteEndObject();
        }
        writer.WriteEndObject();
        writer.WriteString("text", Text is null ? null : CanonicalJson.Text(Text));
        writer.WriteEndObject();
    }));
}

/// <summary>
/// The answer to one clause; which part is asked for depends on the clause's rule: <see cref="Points"/> for judgement, <see cref="Yes"/>,
/// <see cref="Measured"/> for measures, steps, ratios, ranks, deductions, zeroing facts and vetoes, <see cref="Of"/> for what a ratio's value is a part of,
/// <see cref="Waived"/> for the fact that waives a deduction, <see cref="Recognitions"/> (the level of each event, an event an item) for bonuses.
/// </summary>
public sealed record ClauseAnswer
{
    public decimal? Points { get; init; }
    public bool? Yes { get; init; }
    public decimal? Measured { get; init; }
    public decimal? Of { get; init; }
    public bool? Waived { get; init; }
    public IReadOnlyList<string> Recognitions { get; init => field = value ?? []; } = [];
    public string? Note { get; init; }
}
