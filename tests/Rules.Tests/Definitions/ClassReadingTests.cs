using Campaigns.Rules.Definitions;
using Xunit;

namespace Campaigns.Rules.Tests.Definitions;

/// <summary>How authors write classes, dynamic management and comparable groups (B7, G6, L4).</summary>
public sealed class ClassReadingTests
{
    const string Classes = "classes: { general: { title: 一般, from: 70 }, advanced: { title: 先进, from: 90 }, lagging: { title: 后进, from: 0 }, "
        + "targets: { advanced: { retain: 100% }, general: { upgrade: 20% }, lagging: { convert: 95% } } }";

    [Fact]
    public void Read_Track_KeepsClassesBestFirstAndWhoMoves()
    {
        var track = Read(Classes + ", dynamic: { out: { below: 70, or: red-card }, in: { above: 85, at-most: 20 } }, compare-by: sector")
            .Definition!.Track("village");

        Assert.Equal(["advanced", "general", "lagging"], track.Classes!.Levels.Select(l => l.Id));
        Assert.Equal(
            [new ClassTarget("advanced", ClassRate.Retain, 1), new("general", ClassRate.Upgrade, 0.2m), new("lagging", ClassRate.Convert, 0.95m)],
            track.Classes.Targets);
        Assert.Equal(new DynamicTerms(70, Card.Red, 85, 20), track.Dynamic);
        Assert.Equal(Comparability.Sector, track.CompareBy);
    }

    [Fact]
    public void Read_TrackWithout_HasNone()
    {
        var track = Read("title: 村").Definition!.Track("village");

        Assert.Equal((null, null, null), (track.Classes, track.Dynamic, track.CompareBy));
    }

    [Theory]
    [InlineData("dynamic: { in: { above: 85 } }", null, null, 85.0, null)]
    [InlineData("dynamic: { out: { or: yellow-card } }", null, Card.Yellow, null, null)]
    [InlineData("dynamic: { out: { below: 85 }, in: { above: 85 } }", 85.0, null, 85.0, null)]
    public void Read_DynamicPart_BoundsOnlyWhatIsWritten(string text, double? below, Card? card, double? above, int? most) =>
        Assert.Equal(new DynamicTerms((decimal?)below, card, (decimal?)above, most), Read(text).Definition!.Track("village").Dynamic);

    [Theory]
    [InlineData("classes: { one: { title: 一, from: 0 } }", "classes", "two classes at least")]
    [InlineData("classes: { one: { title: 一, from: 10 }, two: { title: 二, from: 10 } }", "classes.two", "both begin at 10")]
    [InlineData("classes: { one: { title: 一, from: 0 }, two: { title: 二, from: 101 } }", "classes.two.from", "101 is not between 0 and 100")]
    [InlineData("classes: { one: { title: 一, from: 0 }, two: { title: 二, from: 9 }, targets: { two: { upgrade: 20% } } }", "targets.two.upgrade", "best class")]
    [InlineData(
        "classes: { one: { title: 一, from: 0 }, two: { title: 二, from: 9 }, targets: { two: { convert: 20% } } }", "targets.two.convert", "only the lowest")]
    [InlineData("classes: { one: { title: 一, from: 0 }, two: { title: 二, from: 9 }, targets: { tow: { retain: 20% } } }", "targets.tow", "two")]
    [InlineData("classes: { one: { title: 一, from: 0 }, two: { title: 二, from: 9 }, targets: { one: { retain: 20 } } }", "targets.one.retain", "percentage")]
    [InlineData("dynamic: { }", "dynamic", "give 'out', 'in', or both")]
    [InlineData("dynamic: { out: { } }", "dynamic.out", "give 'below', 'or', or both")]
    [InlineData("dynamic: { in: { at-most: 3 } }", "dynamic.in.above", "'above' is missing")]
    [InlineData("dynamic: { out: { below: 86 }, in: { above: 85 } }", "dynamic.in.above", "moved out below 86 at once")]
    [InlineData("dynamic: { out: { or: blue-card } }", "dynamic.out.or", "blue-card")]
    [InlineData("compare-by: colour", "compare-by", "'colour' is not known here")]
    public void Read_Mistake_IsNamedAtItsPlace(string text, string path, string message)
    {
        var error = Assert.Single(Read(text).Errors);

        Assert.EndsWith(path, error.Path, StringComparison.Ordinal);
        Assert.Contains(message, error.Message.En, StringComparison.Ordinal);
    }

    private static DefinitionReading Read(string track) => DefinitionReader.Read($$"""
        campaign: contest
        title: 争创
        authority: { unit: county, zone: Asia/Shanghai, workdays: cn }
        programme: { years: 2026 }
        tracks:
          village: { {{(track.StartsWith("title", StringComparison.Ordinal) ? "" : "title: 村, ")}}{{track}}, enters: { level: village }, standard: village, weights: { self-check: 100% }, attain: { reach: met } }
        standards:
          village:
            scale: 100
            grades: { met: 80 }
            sections: [{ id: s, title: 项, max: 100, clauses: [{ id: c, text: 条, points: 100 }] }]
        phases:
          q1: { kind: self-check, period: Q1, opens: end - 5wd, due: end }
          year: { kind: evaluation, period: Q1, opens: after q1, due: 5wd }
        """);
}
