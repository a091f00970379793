using System.Globalization;
using Campaigns.Rules.Definitions;
using FsCheck;
using FsCheck.Fluent;
using Xunit;

namespace Campaigns.Rules.Tests.Definitions;

/// <summary>Whatever the text: an answer, never an exception, in bounded time.</summary>
public sealed class DefinitionReaderHostileTests
{
    [Theory]
    [InlineData("", "is empty")]
    [InlineData("# nothing here", "is empty")]
    [InlineData("just words", "must be keys and values")]
    [InlineData("- a\n- b", "must be keys and values")]
    [InlineData("campaign: x\n---\ncampaign: y", "a second document")]
    [InlineData("a: &x [1]\nb: *x", "aliases")]
    [InlineData("a: !!binary x", "tags")]
    [InlineData("? { a: b }\n: c", "a key must be a plain word")]
    [InlineData("a: [1, 2\nb: 3", "not closed")]
    [InlineData("a: 'x", "cannot be read")]
    [InlineData("%YAML 9\n---\na", "cannot be read")]
    [InlineData("campaign：x\ntitle: y", "line 1 has full-width punctuation")]
    [InlineData("campaign: x\n\ttitle: y", "indented with a tab")]
    [InlineData("tracks: { a: { b", "did not find expected ',' or '}'")]
    [InlineData("a:\n  - : id: b\n    title: c\n", "a key in front of ':' is probably missing")]
    [InlineData("a:\n  : id: b\n", "a key in front of ':' is probably missing")]
    public void Read_BrokenText_IsAnErrorWithinIt(string text, string message)
    {
        var error = Assert.Single(DefinitionReader.Read(text).Errors, e => e.Message.In("en").Contains(message, StringComparison.Ordinal));

        Assert.InRange(error.Line, 1, text.Split('\n').Length);
    }

    [Theory]
    [InlineData("a: [1, 2\nb: 3", "2:1")]
    [InlineData("a: [1, 2\nb: 3\n", "2:1")]
    [InlineData("a: 'x", "1:4")]
    [InlineData("tracks: { a: { b\n", "1:1")]
    [InlineData("campaign：x\ntitle: y", "2:6")]
    [InlineData("a: b: c", "1:5")]
    [InlineData("", "1:1")]
    public void Read_BrokenText_SaysWhere(string text, string place)
    {
        var error = Assert.Single(DefinitionReader.Read(text).Errors);

        Assert.Equal((place, ""), ($"{error.Line}:{error.Column}", error.Path));
        Assert.Equal($"{place} {error.Message.En}", error.In("en"));
    }

    [Fact]
    public void Read_AllButAName_SaysWhatIsMissing() => Assert.Equal(
        ["'authority' is missing", "'phases' is missing", "'programme' is missing", "'standards' is missing", "'title' is missing", "'tracks' is missing"],
        DefinitionReader.Read("campaign: x").Errors.Select(e => e.Message.En).Order(StringComparer.Ordinal));

    [Theory]
    [InlineData("tracks")]
    [InlineData("phases")]
    [InlineData("ladders")]
    public void Read_NothingWithin_IsSaid(string key) =>
        Assert.Contains($"'{key}' is empty", DefinitionReader.Read($"campaign: x\n{key}: {{}}").Errors.Select(e => e.Message.En));

    [Theory]
    [InlineData(4000, false)]
    [InlineData(4001, true)]
    public void Read_LongText_IsRefusedBeyondItsBound(int length, bool refused) => Assert.Equal(
        refused, DefinitionReader.Read($"title: {new string('长', length)}").Errors.Any(e => e.Message.En == "the text is longer than 4000 characters"));

    [Theory]
    [InlineData(24, false)]
    [InlineData(25, true)]
    public void Read_Nesting_IsRefusedBeyondItsBound(int depth, bool refused) => Assert.Equal(
        refused, DefinitionReader.Read($"a: {new string('[', depth)}{new string(']', depth)}").Errors.Any(e => e.Message.En == "values are nested too deeply"));

    [Theory]
    [InlineData(0, false)]
    [InlineData(1, true)]
    public void Read_TextOfAMebibyte_IsRefusedBeyondItsBound(int more, bool refused) => Assert.Equal(
        refused,
        DefinitionReader.Read("campaign: x\n#".PadRight((1 << 20) + more, '-')).Errors.Any(e => e.Message.En == "the definition is larger than 1 MiB"));

    [Fact]
    public void Read_AliasBomb_IsRefusedWithoutExpanding()
    {
        var text = "a0: &a0 [x, x]\n" + string.Concat(Enumerable.Range(1, 40).Select(i => $"a{i}: &a{i} [*a{i - 1}, *a{i - 1}]\n"));

        Assert.Contains(DefinitionReader.Read(text).Errors, e => e.Message.In("en").StartsWith("aliases", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("[", 200_000)]
    [InlineData("{ a: ", 100_000)]
    [InlineData("- ", 200_000)]
    [InlineData("? ", 200_000)]
    public void Read_DeepNesting_IsRefused(string opening, int times)
    {
        var errors = DefinitionReader.Read(string.Concat(Enumerable.Repeat(opening, times))).Errors;

        Assert.NotEmpty(errors);
        Assert.True(errors.Count < 10);
    }

    [Fact]
    public void Read_HugeText_IsRefused() =>
        Assert.Contains("1 MiB", Assert.Single(DefinitionReader.Read(new string('a', 1 << 21)).Errors).Message.En, StringComparison.Ordinal);

    [Fact]
    public void Read_ManyValues_IsRefused() =>
        Assert.Contains(
            DefinitionReader.Read(string.Concat(Enumerable.Range(0, 60_000).Select(i => $"k{i}: v\n"))).Errors,
            e => e.Message.En == "the definition has too many values");

    [Fact]
    public void Read_ManyMistakes_IsBounded() =>
        Assert.InRange(DefinitionReader.Read(string.Concat(Enumerable.Range(0, 20_000).Select(i => $"k{i}: v\n"))).Errors.Count, 400, 600);

    [Theory]
    [InlineData("phases:\n", "  p{0}: {{ kind: self-check, each: month, opens: after p, due: 5wd, ladder: l }}\n", "'phases' has more than 100 entries")]
    [InlineData("ladders:\n  l:\n", "    - {{ at: open, to: reporter, id: r{0} }}\n", "at most 30 rungs")]
    [InlineData("phases:\n  a: { kind: self-check, period: Q1, opens: start, due: end, tracks: [x", ", t{0}", "more than 100 entries", "] }")]
    public void Read_MoreThanAnybodyNeeds_IsRefused(string head, string repeated, string message, string tail = "")
    {
        var text = head + string.Concat(Enumerable.Range(0, 3000).Select(i => string.Format(CultureInfo.InvariantCulture, repeated, i))) + tail;

        Assert.Contains(DefinitionReader.Read(text).Errors, e => e.Message.In("en").Contains(message, StringComparison.Ordinal));
    }

    [Fact]
    public void Read_SampleCutAnywhere_Answers() => Prop.ForAll(Positions(), at =>
    {
        var text = Sample.Text("three-level-contest.yaml");
        var reading = DefinitionReader.Read(text[..(at % text.Length)]);
        return reading.Definition is null == reading.Errors.Count > 0;
    }).QuickCheckThrowOnFailure();

    [Fact]
    public void Read_SampleWithSomethingPutIn_Answers() => Prop.ForAll(Positions(), Gen.Elements(Snippets).ToArbitrary(), (at, snippet) =>
    {
        var text = Sample.Text("three-level-contest.yaml");
        var reading = DefinitionReader.Read(text.Insert(at % text.Length, snippet));
        return reading.Definition is null == reading.Errors.Count > 0;
    }).QuickCheckThrowOnFailure();

    [Fact]
    public void Read_SampleWithALineGone_Answers() => Prop.ForAll(Positions(), Positions(), (one, two) =>
    {
        var lines = Sample.Text("single-quarter.yaml").Split('\n').ToList();
        lines.RemoveAt(one % lines.Count);
        lines.RemoveAt(two % lines.Count);
        var reading = DefinitionReader.Read(string.Join('\n', lines));
        return reading.Definition is null == reading.Errors.Count > 0;
    }).QuickCheckThrowOnFailure();

    static readonly string[] Snippets =
    [
        "\n", " ", "\t", "- ", ": ", "{", "}", "[", "]", "'", "\"", "#", "&a ", "*a", "!t ",
        "0", "-", "%", "：", "\0", "\uD800", "99999999999999999999", "null", "~", "\r", "|", ">", "? ",
    ];

    static Arbitrary<int> Positions() => Gen.Choose(0, 1_000_000).ToArbitrary();
}
