using System.Net.Http.Json;
using System.Text;

namespace Campaigns.EndToEnd.Tests.Portal;

/// <summary>
/// A county of two townships with two villages each and two campaigns: one over the first quarter, which is over and ranked, and one over the second, whose
/// sheets are being handed in. One township bears a name that a careless page would run.
/// </summary>
public static class SmallCounty
{
    public const string HostileName = "<script>window.hacked=1</script>&\"'乡";
    public const string Authority = "office-1";
    public const string Spring = "spring-drive-2026";
    public const string Summer = "summer-drive-2026";

    /// <summary>In the second campaign's open self-check, five days before it is due; Wednesday morning in the county.</summary>
    public static DateTimeOffset Now { get; } = new(2026, 6, 24, 10, 0, 0, TimeSpan.FromHours(8));

    const string Units = """
        id,name,name_en,level,sector,parent
        county,清溪县,Qingxi County,county,government,
        t-01,石桥镇,Shiqiao Town,township,rural,county
        t-02,"<script>window.hacked=1</script>&""'乡","<script>window.hacked=1</script>&""' Township",township,rural,county
        v-01,石桥村,Shiqiao Village,village,rural,t-01
        v-02,柳林村,Liulin Village,village,rural,t-01
        v-03,东山村,Dongshan Village,village,rural,t-02
        v-04,<img src=x onerror=window.hacked=1>村,,village,rural,t-02
        """;

    const string People = """
        id,name,email,language,unit,categories,assignments
        office-1,周明,office@example.org,zh,county,,authority@county;reviewer@county
        v-01-reporter,李伟,,zh,v-01,,reporter@v-01
        v-02-reporter,王芳,,zh,v-02,,reporter@v-02
        v-03-reporter,John Smith,,en,v-03,,reporter@v-03
        v-04-reporter,陈静,,zh,v-04,,reporter@v-04
        t-01-reviewer,赵强,,zh,t-01,,reviewer@t-01
        """;

    /// <summary>Imports, both campaigns, the first one's year; leaves the clock at <see cref="Now"/>.</summary>
    public static async Task SetUpAsync(ServedApp app)
    {
        await app.SendAsync(HttpMethod.Post, "api/v1/imports/units", "local-administrator", Csv(Units), "units");
        await app.SendAsync(HttpMethod.Post, "api/v1/imports/people", "local-administrator", Csv(People), "people");
        await StartAsync(app, "spring-drive", "一季度集中创建", "Spring drive", "Q1");
        await app.MoveToAsync(new(2026, 3, 25, 10, 0, 0, TimeSpan.FromHours(8)));
        await SubmitAsync(app, Spring, "v-01", 92);
        await SubmitAsync(app, Spring, "v-02", 88);
        await SubmitAsync(app, Spring, "v-04", 75);
        await app.MoveToAsync(new(2026, 6, 1, 10, 0, 0, TimeSpan.FromHours(8)));
        await StartAsync(app, "summer-drive", "二季度集中创建", "Summer drive", "Q2");
        await app.MoveToAsync(Now.AddDays(-1));
        await SubmitAsync(app, Summer, "v-01", 90);
        await app.MoveToAsync(Now);
    }

    /// <summary>Hands in a village's self-check.</summary>
    public static Task SubmitAsync(ServedApp app, string cycle, string village, int points) => app.SendAsync(
        HttpMethod.Post, $"api/v1/cycles/{cycle}/participants/villages/{village}/sheets/check/submit", village + "-reporter",
        JsonContent.Create(new { answers = new { work = new { points } } }), $"{cycle}-{village}");

    static async Task StartAsync(ServedApp app, string campaign, string zh, string en, string period)
    {
        var definition = $$"""
            campaign: {{campaign}}
            title: { zh: {{zh}}, en: {{en}} }
            authority: { unit: county, zone: Asia/Shanghai, workdays: cn, opens: 08:30, due: 17:30 }
            programme: { years: 2026 }
            tracks:
              villages:
                title: { zh: 示范村, en: Model villages }
                enters: { level: village }
                standard: village
                weights: { self-check: 100% }
                select: { quota: 2, by: score }
            standards:
              village:
                scale: 100
                grades: { met: 80 }
                sections:
                  - id: work
                    title: { zh: 工作, en: Work }
                    max: 100
                    clauses:
                      - { id: work, text: { zh: 工作实绩, en: Work done }, points: 100 }
            phases:
              check: { kind: self-check, period: {{period}}, opens: end - 10wd, due: end, grace: 2wd, late: 2wd, ladder: submitter }
              bulletin: { kind: bulletin, period: {{period}}, opens: after check }
              decision: { kind: evaluation, period: {{period}}, opens: after check, due: 5wd }
            ladders:
              submitter:
                - { at: open, to: [reporter, authority] }
                - { at: due - 3wd, to: reporter }
                - { at: due + 1wd, to: [reporter, reviewer] }
                - { at: locked + 1wd, to: authority, card: yellow }
            """;
        var yaml = new StringContent(definition, Encoding.UTF8, "application/yaml");
        await app.SendAsync(HttpMethod.Put, $"api/v1/campaigns/{campaign}", "local-administrator", yaml);
        await app.SendAsync(HttpMethod.Post, $"api/v1/campaigns/{campaign}/cycles", Authority, JsonContent.Create(new { year = 2026 }), campaign);
    }

    static StringContent Csv(string text) => new(text, Encoding.UTF8, "text/csv");
}
