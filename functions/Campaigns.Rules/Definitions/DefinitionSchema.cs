using System.Globalization;
using System.Text.Json.Nodes;
using Campaigns.Rules.Definitions.Reading;

namespace Campaigns.Rules.Definitions;

/// <summary>
/// The language of <see cref="DefinitionReader"/> as JSON Schema 2020-12, for editors that complete and check while one types: which keys and words there are
/// where. The words are the reader's own; what hangs together over several places (sums, names that must exist, what a kind of phase does not have) is the
/// reader's alone to judge, so that a text which fits can still be refused.
/// </summary>
public static class DefinitionSchema
{
    private const string Slug = "^[a-z]([a-z0-9-]*[a-z0-9])?$";
    private const string Moment = "^(start|end|open|due|locked|[0-9]{1,2}-[0-9]{1,2}|after +[^ ]+)?( *[+-] *)?([0-9]+ *(wd|d))?$";

    /// <summary>The document; a new one each time.</summary>
    public static JsonObject Document() => new()
    {
        ["$schema"] = "https://json-schema.org/draft/2020-12/schema",
        ["$id"] = "urn:campaigns:schema:definition",
        ["title"] = "Campaign definition",
        ["$ref"] = "#/$defs/definition",
        ["$defs"] = new JsonObject([.. Values(), .. Whole(), .. Tracks(), .. Standards(), .. Phases(), .. Rest()]),
    };

    private static IEnumerable<KeyValuePair<string, JsonNode?>> Values() =>
    [
        new("text", new JsonObject { ["type"] = new JsonArray("string", "number", "boolean"), ["description"] = "Text that people read." }),
        new("localized", Any(Ref("text"), Ref("bilingual"))),
        new("bilingual", Object(("zh!", Ref("text")), ("en", Ref("text")))),
        new("id", Pattern(Slug, "Lower-case letters, digits and hyphens, beginning with a letter.")),
        new("ids", OneOrMore("id")),
        new("number", Any(new JsonObject { ["type"] = "number" }, Pattern("^-?[0-9]+([.][0-9]+)?$", "A number."))),
        new("percent", Pattern("^[0-9]+([.][0-9]+)? *%$", "A share, with its sign: 65%.")),
        new("range", Any(new JsonObject { ["type"] = "integer" }, Pattern("^[0-9]+([.][.][0-9]+)?$", "A range: 4..6."))),
        new("time", Pattern("^[0-9]{2}:[0-9]{2}$", "A time of day: 09:00.")),
        new("moment", Pattern(Moment, "end - 5wd, 12-20, after q2, or 15wd from the opening.")),
        new("length", Pattern("^[0-9]+ *(wd|d)$", "A number of days: 3wd (working days) or 10d.")),
        new("years", Pattern("^ *[0-9]+ +years? *$", "A number of years: 3 years.")),
        new("levels", OneOrMore(Words(Vocabulary.Levels))),
        new("level", Words(Vocabulary.Levels)),
        new("sectors", OneOrMore(Words(Vocabulary.Sectors))),
        new("actor", Words(Vocabulary.Actors.Keys)),
        new("card", Words(Vocabulary.Cards.Keys)),
        new("kind", Words(Vocabulary.PhaseKinds.Keys)),
    ];

    private static IEnumerable<KeyValuePair<string, JsonNode?>> Whole() =>
    [
        new("definition", Object(
            ("campaign!", Ref("id")), ("title!", Ref("localized")), ("authority!", Ref("authority")), ("programme!", Ref("programme")),
            ("tracks!", Map(Ref("track"))), ("standards!", Map(Ref("standard"))), ("phases!", Map(Ref("phase"))), ("ladders", Map(Ref("ladder"))),
            ("references", Map(Ref("reference"))), ("targets", List(Ref("target"))), ("rectification", Ref("rectification")), ("reports", Ref("reports")),
            ("warnings", List(Ref("warning"))), ("review", Ref("review")), ("burden", Ref("burden")), ("calendar", Ref("calendar")),
            ("leading-group", Ref("leadingGroup")))),
        new("authority", Object(
            ("unit!", Ref("id")), ("zone!", Ref("text")), ("workdays!", Ref("id")), ("opens", Ref("time")), ("due", Ref("time")))),
        new("programme", Object(
            ("years!", Ref("range")), ("themes", Map(Ref("localized"))), ("next", Words(ProgrammeReader.nexts.Keys)),
            ("carries", OneOrMore(Words(ProgrammeReader.carried.Keys))))),
    ];

    private static IEnumerable<KeyValuePair<string, JsonNode?>> Tracks() =>
    [
        new("track", Object(
            ("title!", Ref("localized")), ("enters!", Ref("enters")), ("standard!", Ref("id")), ("weights!", Map(Ref("percent"))), ("select", Ref("select")),
            ("attain", Ref("attain")), ("panel", Ref("panel")), ("honour", Ref("honour")), ("consequences", Ref("consequences")),
            ("compare-by", Words(Vocabulary.Comparabilities.Keys)), ("classes", Ref("classes")), ("dynamic", Ref("dynamic")),
            ("own-projects", Ref("ownProjects")), ("record-card", Words(OwnWorkReader.rhythms.Keys)))),
        new("enters", Object(("level", Ref("levels")), ("sector", Ref("sectors")), ("individual", Ref("id")), ("cluster", Ref("level")))),
        new("select", Object(
            ("quota!", Ref("range")), ("reserve", Ref("number")), ("nominated-by", Ref("level")), ("allotted", Ref("range")),
            ("by!", Words(Vocabulary.SelectionMethods.Keys)), ("reach", Ref("id")), ("weigh", Map(Ref("percent"))), ("vetted-by", Ref("ids")))),
        new("attain", Object(("reach!", Ref("id")), ("share", Ref("percent")))),
        new("panel", Object(
            ("members!", Ref("number")), ("quorum", Ref("number")), ("trim", Ref("number")), ("load", Ref("number")),
            ("normalise", Words(SelectingReader.normalisations.Keys)), ("minimum", Ref("number")))),
        new("honour", Object(("title!", Ref("localized")), ("valid", Ref("years")), ("recheck", Words(["yearly", "none"])))),
        new("consequences", Object(("honoured", List(Ref("consequence"))), ("failed", List(Ref("consequence"))))),
        new("consequence", Object(
            ("kind!", Words(SelectingReader.kinds.Keys)), ("to!", Words(SelectingReader.targets.Keys)), ("for", Ref("localized")), ("text", Ref("localized")))),
        new("classes", new JsonObject
        {
            ["type"] = "object",
            ["properties"] = new JsonObject { ["targets"] = Map(Ref("classTargets")) },
            ["additionalProperties"] = Ref("class"),
        }),
        new("class", Object(("title!", Ref("localized")), ("from!", Ref("number")))),
        new("classTargets", Object([.. Vocabulary.ClassRates.Keys.Select(k => (k, (JsonNode)Ref("percent")))])),
        new("dynamic", Object(("out", Ref("leaving")), ("in", Ref("coming")))),
        new("leaving", Object(("below", Ref("number")), ("or", Words(ClassReader.cards.Keys)))),
        new("coming", Object(("above!", Ref("number")), ("at-most", Ref("number")))),
        new("ownProjects", Object(("count!", Ref("range")), ("clause", Ref("id")))),
    ];

    private static IEnumerable<KeyValuePair<string, JsonNode?>> Standards() =>
    [
        new("standard", Object(
            ("title", Ref("localized")), ("scale!", Ref("number")), ("grades", Map(Ref("number"))), ("head-count", Map(Ref("percent"))),
            ("sections!", List(Ref("section"))))),
        new("section", Object(("id!", Ref("id")), ("title!", Ref("localized")), ("max!", Ref("number")), ("clauses!", List(Ref("clause"))))),
        new("clause", Object(
            ("id!", Ref("id")), ("text!", Ref("localized")), ("evidence", Ref("evidence")), ("points", Ref("number")), ("yes-no", Ref("number")),
            ("measure", Ref("id")), ("target", Any(Ref("number"), Ref("relative"))), ("steps", Map(Ref("number"))), ("ratio", Ref("ratio")),
            ("by-rank", Ref("byRank")), ("bonus", Ref("bonus")), ("discretion", Ref("discretion")), ("deduct", Ref("deduct")), ("zeroes", Ref("zeroes")),
            ("veto", Ref("veto")))),
        new("evidence", Object(("min!", Ref("number")), ("kinds", OneOrMore(Words(Vocabulary.EvidenceKinds))))),
        new("relative", Object(("above-reference!", Ref("percent")), ("reference!", Ref("id")))),
        new("ratio", Object(("measure!", Ref("id")), ("of!", Ref("id")), ("points!", Ref("number")))),
        new("byRank", Object(("measure!", Ref("id")), ("points!", List(Ref("number"))))),
        new("bonus", Object([("cap!", Ref("number")), .. Vocabulary.Recognitions.Select(k => (k, (JsonNode)Ref("number")))])),
        new("discretion", Object(("up-to!", Ref("number")))),
        new("deduct", Object(("measure!", Ref("id")), ("each!", Ref("number")), ("cap!", Ref("number")), ("waived-by", Ref("id")))),
        new("zeroes", Object(("measure!", Ref("id")), ("above!", Ref("number")), ("section!", Ref("id")))),
        new("veto", Object(("measure!", Ref("id")), ("above!", Ref("number")))),
    ];

    private static IEnumerable<KeyValuePair<string, JsonNode?>> Phases() =>
    [
        new("phase", Object(
            ("kind!", Ref("kind")), ("title", Ref("localized")), ("period", Words(PhaseReader.periods.Keys)),
            ("each", Words(PhaseReader.repetitions.Keys)), ("by", Ref("actor")), ("tracks", Ref("ids")), ("covers", Ref("ids")), ("opens!", Ref("moment")),
            ("due", Ref("moment")), ("grace", Ref("length")), ("late", Ref("length")),
            ("late-policy", Pattern("^(accept|refuse|deduct .+)$", "deduct 2 per 1wd up to 6")), ("rework", Ref("length")), ("ladder", Ref("id")), ("draw", Ref("draw")), ("announced", Flag()), ("turnout", Ref("percent")),
            ("options", Map(Ref("number"))), ("file-with", Words(FilingReader.offices.Keys)), ("publish", Ref("percent")), ("kept", Ref("kept")),
            ("confirm", Ref("length")), ("directions", OneOrMore(Words(FilingReader.directions.Keys))), ("every", Ref("years")), ("from", Ref("number")),
            ("answer", Ref("length")), ("appeals", Ref("length")), ("unattended", Words(SelectingReader.unattended.Keys)), ("vetting", Ref("ids")))),
        new("draw", Object(
            ("of", Words(DrawReader.whom.Keys)), ("share", Ref("percent")), ("at-least", Ref("number")), ("per", Words(DrawReader.strata.Keys)),
            ("load", Ref("number")))),
        new("kept", Object(("organisation", Ref("percent")), ("member", Ref("percent")))),
        new("ladder", List(Ref("rung"))),
        new("rung", Object(
            ("id", Ref("id")), ("at!", Ref("moment")), ("to!", OneOrMore(Words(Vocabulary.Audiences.Keys))), ("card", Ref("card")))),
    ];

    private static IEnumerable<KeyValuePair<string, JsonNode?>> Rest() =>
    [
        new("reference", Object(("title!", Ref("localized")), ("unit", Ref("text")))),
        new("target", Object(
            ("id!", Ref("id")), ("title!", Ref("localized")), ("at-least", Ref("amount")), ("stretch", Ref("amount")), ("about", Ref("amount")),
            ("within", Ref("percent")), ("exactly", Ref("amount")), ("range", Ref("range")), ("above-reference", Ref("percent")), ("reference", Ref("id")),
            ("measure", Ref("id")), ("out-of", Ref("id")), ("reaching", Ref("number")), ("sum", Words(["year"])), ("count", Ref("text")),
            ("of", Ref("level")), ("track", Ref("id")))),
        new("amount", Any(Ref("number"), Ref("percent"))),
        new("rectification", Object(
            ("due", Ref("length")), ("verify", Ref("length")), ("extends", Ref("length")), ("ladder", Ref("id")), ("confirm", Ref("length")),
            ("confirm-ladder", Ref("id")), ("falsified", OneOrMore(Words([RectificationReader.Disqualify, RectificationReader.NextYear]))))),
        new("reports", Object(("by!", Words(ReportReader.owners.Keys)), ("answer!", Ref("length")), ("ladder", Ref("id")))),
        new("warning", Object(
            ("id!", Ref("id")), ("when!", Ref("trigger")), ("card!", Ref("card")), ("clears", Words(WarningReader.clearings.Keys)), ("tracks", Ref("ids")))),
        new("trigger", Object(
            ("phase", Words(WarningReader.silences.Keys)), ("kind", Ref("kind")), ("finding", Words(WarningReader.overdue.Keys)), ("indicator", Ref("id")),
            ("below", Ref("amount")), ("yellow", Ref("number")))),
        new("review", Object(("flag-difference!", Ref("percent")))),
        new("burden", Object(("forms", Ref("number")), ("inspections", Ref("number")))),
        new("calendar", Object(("pause", Words(CalendarReader.policies.Keys)))),
        new("leadingGroup", Object(
            ("head!", Words(OwnWorkReader.heads.Keys)), ("members", Ref("levels")), ("office", Ref("actor")), ("set-up!", Ref("length")))),
    ];

    /// <summary>A mapping with these keys and no others; a key that ends in <c>!</c> must be there.</summary>
    private static JsonObject Object(params IReadOnlyList<(string Key, JsonNode Value)> keys)
    {
        var properties = new JsonObject();
        foreach (var (key, value) in keys)
            properties[key.TrimEnd('!')] = value;
        var schema = new JsonObject { ["type"] = "object", ["properties"] = properties, ["additionalProperties"] = false };
        if (keys.Any(k => k.Key.EndsWith('!')))
            schema["required"] = new JsonArray([.. keys.Where(k => k.Key.EndsWith('!')).Select(k => (JsonNode)k.Key.TrimEnd('!'))]);
        return schema;
    }

    /// <summary>A mapping whose keys the author chooses.</summary>
    private static JsonObject Map(JsonNode value) => new() { ["type"] = "object", ["additionalProperties"] = value };

    private static JsonObject List(JsonNode item) => new() { ["type"] = "array", ["items"] = item };

    private static JsonObject OneOrMore(string definition) => Any(Ref(definition), List(Ref(definition)));

    private static JsonObject OneOrMore(JsonObject word) => Any(word, List(word.DeepClone()));

    private static JsonObject Words(IEnumerable<string> words) => new() { ["enum"] = new JsonArray([.. words.Select(w => (JsonNode)w)]) };

    private static JsonObject Any(params ReadOnlySpan<JsonNode?> choices) => new() { ["anyOf"] = new JsonArray(choices) };

    private static JsonObject Ref(string definition) => new() { ["$ref"] = string.Create(CultureInfo.InvariantCulture, $"#/$defs/{definition}") };

    private static JsonObject Pattern(string pattern, string says) => new() { ["type"] = "string", ["pattern"] = pattern, ["description"] = says };

    private static JsonObject Flag() => new() { ["enum"] = new JsonArray(true, false, "true", "false") };
}
