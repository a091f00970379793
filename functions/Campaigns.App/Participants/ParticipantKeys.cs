using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace Campaigns.App.Participants;

/// <summary>Names a participant 参评对象: its cycle, the group (and so the partition) that holds it, its track and its unit or person.</summary>
public sealed record ParticipantKey(string Cycle, string Group, string Track, string Unit);

/// <summary>
/// The keys of table Participants: one partition a group, everything of its participants under row-key prefixes. Every part of a key is a slug
/// (<see cref="IsSlug"/>), which never holds the separator, so no key needs escaping and none can be mistaken for another; anything else is a fault.
/// </summary>
public static class ParticipantKeys
{
    /// <summary>Row of the group chain's head.</summary>
    public const string GroupHead = "h";

    /// <summary>Row that says that the group has changed since it was last counted.</summary>
    public const string DirtyMark = "d";

    public const int MaxSlugLength = 64;

    private const string UntoldPrefix = "p!";
    private const char Separator = '|';
    private const char AfterSeparator = '}';

    /// <summary>True for 1 to 64 characters of a–z, 0–9 and the hyphen.</summary>
    public static bool IsSlug(string? value) =>
        value is { Length: > 0 and <= MaxSlugLength } && value.All(c => c is (>= 'a' and <= 'z') or (>= '0' and <= '9') or '-');

    /// <summary>Partition of a group; two hex digits of a hash come first, so that a wave over many groups spreads over the table's servers.</summary>
    public static string Partition(string cycle, string group)
    {
        var name = Join(cycle, group);
        return $"{Hash(name)[..2]}{Separator}{name}";
    }

    public static string Participant(string track, string unit) => "p|" + Join(track, unit);

    public static string Sheet(string track, string unit, string phase) => "s|" + Join(track, unit, phase);

    public static string Appraisal(string track, string unit, string phase) => "r|" + Join(track, unit, phase);

    public static string Plan(string track, string unit, string phase) => "w|" + Join(track, unit, phase);

    public static string Record(string track, string unit, string kind, string record) => "n|" + Join(track, unit, kind, record);

    public static string Note(string track, string unit, string note) => "m|" + Join(track, unit, note);

    public static string Pledge(string track, string unit, string pledge) => "y|" + Join(track, unit, pledge);

    /// <summary>Row of what a member of the panel gave a participant.</summary>
    public static string PanelScore(string track, string unit, string member) => "x|" + Join(track, unit, member);

    /// <summary>Row of an objection or appeal.</summary>
    public static string Challenge(string track, string unit, string challenge) => "b|" + Join(track, unit, challenge);

    /// <summary>Row of a report from the public.</summary>
    public static string Report(string track, string unit, string report) => "t|" + Join(track, unit, report);

    /// <summary>Row with the secret that a vote's codes are made of.</summary>
    public static string VoteSecret(string track, string unit, string phase) => "v|" + Join(track, unit, phase);

    /// <summary>Row that says that a code was used, and nothing else.</summary>
    public static string UsedCode(string track, string unit, string phase, int code) =>
        $"u|{Join(track, unit, phase)}|{code.ToString("D6", CultureInfo.InvariantCulture)}";

    /// <summary>Every sheet, and every appraisal, of a group; or of one participant.</summary>
    public static (string From, string To) SheetRange(string? track = null, string? unit = null) => Below("s|", track, unit);

    public static (string From, string To) AppraisalRange(string? track = null, string? unit = null) => Below("r|", track, unit);

    public static string Evidence(string track, string unit, string evidence) => "e|" + Join(track, unit, evidence);

    public static string Inspection(string track, string unit, string inspection) => "i|" + Join(track, unit, inspection);

    public static string Finding(string track, string unit, string finding) => "f|" + Join(track, unit, finding);

    /// <summary>Row of entry <paramref name="sequence"/> (from 1) of a participant's chain.</summary>
    public static string LedgerEntry(string track, string unit, int sequence) => $"l|{Join(track, unit)}|{Number(sequence)}";

    /// <summary>Row of entry <paramref name="sequence"/> (from 1) of the group's chain.</summary>
    public static string GroupEntry(int sequence) => $"g|{Number(sequence)}";

    /// <summary>Row that says that an operation on the group was done; inserted with it, so that it is done once.</summary>
    public static string Operation(string operationId) => "o|" + Hash(operationId);

    /// <summary>
    /// Row of the answer to a request that carried an Idempotency-Key; the operation's id is made of person and key, so that nobody meets another's.
    /// </summary>
    public static string Answer(string operationId) => "k|" + Hash(operationId);

    /// <summary>
    /// Row of what people are to be told because of an operation. It sorts right before the participants, so that one page brings both
    /// (<see cref="CountRange"/>); nobody else who reads participants meets it.
    /// </summary>
    public static string Untold(string operationId) => UntoldPrefix + Hash(operationId);

    /// <summary>True for a row of <see cref="Untold"/>.</summary>
    public static bool IsUntold(string rowKey) => rowKey.StartsWith(UntoldPrefix, StringComparison.Ordinal);

    /// <summary>What is untold, and the participants.</summary>
    public static (string From, string To) CountRange => (UntoldPrefix, "p" + AfterSeparator);

    /// <summary>The rows that start with a prefix, as bounds of a key range: from inclusive, to exclusive.</summary>
    public static (string From, string To) ParticipantRange => ("p|", "p" + AfterSeparator);

    /// <summary>The recorded inspections of a whole group.</summary>
    public static (string From, string To) InspectionRange => ("i|", "i" + AfterSeparator);

    /// <summary>The findings of a whole group.</summary>
    public static (string From, string To) FindingRange => ("f|", "f" + AfterSeparator);

    /// <summary>The recorded inspections of one participant.</summary>
    public static (string From, string To) InspectionsOf(string track, string unit) => Range("i|" + Join(track, unit));

    /// <summary>The findings of one participant.</summary>
    public static (string From, string To) FindingsOf(string track, string unit) => Range("f|" + Join(track, unit));

    /// <summary>The evidence of a whole group.</summary>
    public static (string From, string To) GroupEvidenceRange => ("e|", "e" + AfterSeparator);

    public static (string From, string To) EvidenceRange(string track, string unit) => Range("e|" + Join(track, unit));

    public static (string From, string To) RecordRange(string track, string unit, string kind) => Range("n|" + Join(track, unit, kind));

    public static (string From, string To) NoteRange(string track, string unit) => Range("m|" + Join(track, unit));

    public static (string From, string To) PledgeRange(string track, string unit) => Range("y|" + Join(track, unit));

    /// <summary>The pledges of a whole group.</summary>
    public static (string From, string To) AllPledges => ("y|", "y" + AfterSeparator);

    public static (string From, string To) PanelScoreRange => ("x|", "x" + AfterSeparator);

    public static (string From, string To) PanelScoresOf(string track, string unit) => Range("x|" + Join(track, unit));

    public static (string From, string To) ChallengeRange => ("b|", "b" + AfterSeparator);

    public static (string From, string To) ChallengesOf(string track, string unit) => Range("b|" + Join(track, unit));

    /// <summary>The reports from the public of a whole group.</summary>
    public static (string From, string To) ReportRange => ("t|", "t" + AfterSeparator);

    public static (string From, string To) LedgerRange(string track, string unit) => Range("l|" + Join(track, unit));

    /// <summary>The chains of all participants of a group.</summary>
    public static (string From, string To) LedgersRange => ("l|", "l" + AfterSeparator);

    public static (string From, string To) GroupLedgerRange => ("g|", "g" + AfterSeparator);

    /// <summary>The lower bound of the rows that come after <paramref name="rowKey"/>: no character of a key sorts before the one that is added.</summary>
    public static string After(string rowKey) => rowKey + "!";

    private static (string From, string To) Below(string prefix, string? track, string? unit) => track is not null && unit is not null
        ? Range(prefix + Join(track, unit))
        : (prefix, prefix[..^1] + AfterSeparator);

    private static (string From, string To) Range(string prefix) => (prefix + Separator, prefix + AfterSeparator);

    /// <summary>64 hex digits of the SHA-256 of <paramref name="text"/>: the same on every machine and in every year.</summary>
    public static string Hash(string text) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text)));

    private static string Join(params ReadOnlySpan<string> slugs)
    {
        foreach (var slug in slugs)
        {
            if (!IsSlug(slug))
                throw new ArgumentException($"'{slug}' is not a slug of 1 to {MaxSlugLength} characters a-z, 0-9 and '-'.", nameof(slugs));
        }
        return string.Join(Separator, slugs!);
    }

    private static string Number(int sequence)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(sequence, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(sequence, 999_999);
        return sequence.ToString("D6", CultureInfo.InvariantCulture);
    }
}
