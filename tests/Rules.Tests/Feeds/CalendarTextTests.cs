using System.Text;
using Campaigns.Rules.Feeds;
using FsCheck;
using FsCheck.Fluent;
using Xunit;

namespace Campaigns.Rules.Tests.Feeds;

public sealed class CalendarTextTests
{
    private static readonly DateTimeOffset At = new(2026, 4, 16, 18, 0, 0, TimeSpan.FromHours(8));

    [Fact]
    public void Calendar_OfOneEntry_IsExactlyThis()
    {
        var text = CalendarText.Write(
            "我的截止日", At.AddDays(-1), [new("c.q1.village.v-01@campaigns", At, 3, false, "Self-check; Q1, v-01", "a\\b\nsecond")], "https://portal.example/");
        Assert.Equal(
            """
            BEGIN:VCALENDAR
            VERSION:2.0
            PRODID:-//Campaigns//Deadlines//EN
            CALSCALE:GREGORIAN
            METHOD:PUBLISH
            X-WR-CALNAME:我的截止日
            NAME:我的截止日
            REFRESH-INTERVAL;VALUE=DURATION:PT1H
            X-PUBLISHED-TTL:PT1H
            BEGIN:VEVENT
            UID:c.q1.village.v-01@campaigns
            DTSTAMP:20260415T100000Z
            DTSTART:20260416T100000Z
            SEQUENCE:3
            STATUS:CONFIRMED
            TRANSP:TRANSPARENT
            SUMMARY:Self-check\; Q1\, v-01
            DESCRIPTION:a\\b\nsecond
            URL:https://portal.example/
            END:VEVENT
            END:VCALENDAR

            """.ReplaceLineEndings("\r\n"), text);
    }

    [Fact]
    public void Entry_ThatIsOver_IsCancelled_AndWhatIsEmptyIsLeftOut()
    {
        var text = CalendarText.Write("n", At, [new("u", At, 0, true, "t", "")], null);
        Assert.Contains("\r\nSTATUS:CANCELLED\r\n", text, StringComparison.Ordinal);
        Assert.DoesNotContain("DESCRIPTION", text, StringComparison.Ordinal);
        Assert.DoesNotContain("URL", text, StringComparison.Ordinal);
    }

    [Fact]
    public void Line_OfExactly75Octets_IsNotFolded_AndOneMoreIs()
    {
        Assert.Contains("\r\nSUMMARY:" + new string('x', 67) + "\r\n", Titled(new string('x', 67)), StringComparison.Ordinal);
        Assert.Contains("\r\nSUMMARY:" + new string('x', 67) + "\r\n y\r\n", Titled(new string('x', 67) + "y"), StringComparison.Ordinal);
        // 8 octets of the name leave room for 22 characters of three; the next has a blank before it and room for 24.
        Assert.Contains("\r\nSUMMARY:" + new string('字', 22) + "\r\n " + new string('字', 24) + "\r\n 字\r\n", Titled(new string('字', 47)), StringComparison.Ordinal);
    }

    [Fact]
    public void ControlCharacters_AreLeftOut()
    {
        Assert.Contains("\r\nSUMMARY:ab\r\n", Titled("a\u0000\u0007b"), StringComparison.Ordinal);
        Assert.Contains("\r\nSUMMARY:a\\nb\\nc\r\n", Titled("a\r\nb\rc"), StringComparison.Ordinal);
    }

    [Fact]
    public void Calendar_OfAnyText_FoldsWithin75Octets_AndUnfoldsToTheText() => Prop.ForAll<string>(Folds).QuickCheckThrowOnFailure();

    private static void Folds(string title)
    {
        var clean = new string([.. (title ?? "").Where(c => !char.IsControl(c) && !char.IsSurrogate(c) && c is not ('\u2028' or '\u2029' or '\u0085'))]);
        var text = Titled(clean);
        Assert.All(text.Split("\r\n"), line => Assert.InRange(Encoding.UTF8.GetByteCount(line), 0, 75));
        var line = text.Replace("\r\n ", "", StringComparison.Ordinal).Split("\r\n").Single(l => l.StartsWith("SUMMARY:", StringComparison.Ordinal));
        var unescaped = line["SUMMARY:".Length..].Replace("\\;", ";", StringComparison.Ordinal).Replace("\\,", ",", StringComparison.Ordinal)
            .Replace("\\\\", "\\", StringComparison.Ordinal);
        Assert.Equal(clean, unescaped);
    }

    private static string Titled(string title) => CalendarText.Write("n", At, [new("u", At, 0, false, title, "")], null);
}
