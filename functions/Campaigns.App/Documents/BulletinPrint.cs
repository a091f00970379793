using System.Globalization;
using Campaigns.Portal;
using Campaigns.Portal.Bulletins;
using Campaigns.Rules.Definitions;
using Campaigns.Rules.Reporting;

namespace Campaigns.App.Documents;

/// <summary>A bulletin 通报 for paper: the same figures as its page.</summary>
internal static class BulletinPrint
{
    public static PrintedDocument Of(Bulletin bulletin, string language)
    {
        string Text(string zh, string en) => new LocalizedText(zh, en).In(language);
        var zone = TimeZoneInfo.FindSystemTimeZoneById(bulletin.Zone);
        string Local(DateTimeOffset at) => TimeZoneInfo.ConvertTime(at, zone).ToString("yyyy-MM-dd HH:mm", CultureInfo.InvariantCulture);
        return new(
            language, $"{bulletin.Campaign.In(language)} {bulletin.Title.In(language)}",
            $"{bulletin.Period}　{Text("发布于", "published")} {Local(bulletin.PublishedAt)}",
            [
                new PrintedBlock.Text(Text("各阶段报送情况", "Reports by phase")),
                Rates(
                    bulletin.Lines.Select(l => ($"{l.Phase.In(language)} ({l.Period})", l.DueAt is { } due ? Local(due) : "", l.Rates)),
                    Text("阶段", "Phase"), language),
            ]);
    }

    /// <summary>The five reporting figures and our own counts (J11), a row a subject.</summary>
    public static PrintedBlock.Table Rates(IEnumerable<(string Subject, string Due, ReportingRates Rates)> lines, string subject, string language)
    {
        string Text(string zh, string en) => new LocalizedText(zh, en).In(language);
        static string Number(int value) => value.ToString(CultureInfo.InvariantCulture);
        return new(
            [
                new(subject, 26), new(Text("截止", "Due"), 18), new(Text("应报", "Expected"), 10, true), new(Text("已报", "Actual"), 10, true),
                new(Text("按时", "On time"), 10, true), new(Text("报送率", "Rate"), 12, true), new(Text("按时率", "On-time rate"), 12, true),
                new(Text("迟报", "Late"), 9, true), new(Text("未报", "Silent"), 9, true), new(Text("退回", "Returned"), 10, true),
            ],
            [.. lines.Select(l => (IReadOnlyList<string>)
            [
                l.Subject, l.Due, Number(l.Rates.Expected), Number(l.Rates.Actual), Number(l.Rates.ActualOnTime), Locale.Percent(l.Rates.ReportingRate),
                Locale.Percent(l.Rates.ReportingRateOnTime), Number(l.Rates.InGrace + l.Rates.Late), Number(l.Rates.Silent), Number(l.Rates.Returned),
            ])]);
    }
}
