using Campaigns.App.Access;
using Campaigns.App.Bulletins;
using Campaigns.App.Completeness;
using Campaigns.App.Cycles;
using Campaigns.App.Documents;
using Campaigns.App.Tests.Exchange;
using Campaigns.Rules.Calendar;
using DocumentFormat.OpenXml.Packaging;
using DocumentFormat.OpenXml.Validation;
using Xunit;

namespace Campaigns.App.Tests.Documents;

/// <summary>Sheets for signature (L1) and bulletins, on pages and as DOCX.</summary>
public sealed class PrintApiTests(StorageFixture fixture) : IClassFixture<StorageFixture>
{
    [Fact]
    public async Task Sheet_Printed_HasWhatWasFilledIn_AndPlacesToSignAndStamp()
    {
        await using var api = await ApiUnderTest.StartAsync(fixture);
        (await api.SubmitAsync("v-01", """{"answers":{"deeds":{"measured":3,"note":"修路<b>"},"order":{"yes":true}}}""")).Is(200);
        var (path, reporter) = (api.Path("v-01", "sheets/q1/print"), api.Reporter("v-01"));

        var html = (await api.GetAsync(path + "?language=zh", reporter)).Is(200);
        Assert.StartsWith("text/html", html.Headers["Content-Type"], StringComparison.Ordinal);
        Assert.All(
            ["示范村 第1季度自查", "三件好事", "修路&lt;b&gt;", "审签", "单位（盖章）", "@page { size: A4;"],
            text => Assert.Contains(text, html.Text, StringComparison.Ordinal));
        Assert.Contains("Unit (stamp):", (await api.GetAsync(path + "?language=en", reporter)).Is(200).Text, StringComparison.Ordinal);

        var word = (await api.GetAsync(path + "?format=docx&language=zh", api.Reviewer("t-1"))).Is(200);
        Assert.Equal(WordFile.MediaType, word.Headers["Content-Type"]);
        Assert.Equal(WordFile.MediaType, (await api.GetAsync(path, reporter, ("Accept", WordFile.MediaType))).Is(200).Headers["Content-Type"]);
        await OpensAsync(word.Body, "三件好事", "修路<b>", "审签", "单位（盖章）", "合计");
        (await api.GetAsync(path, api.Reporter("v-02"))).Is(403);
        (await api.GetAsync(api.Path("v-01", "sheets/check/print"), reporter)).Is(404);
    }

    [Fact]
    public async Task Bulletin_AsDocx_HasThePagesFigures()
    {
        await using var api = await ApiUnderTest.StartAsync(
            fixture, phases: "news: { kind: bulletin, period: Q1, opens: after q1 }");
        (await api.SubmitAsync("v-01")).Is(200);
        await api.Service<RollUp>().CountAsync(api.Cycle, ["g-1"], default);
        var cycle = (await api.Service<CycleContexts>().GetAsync(api.Cycle, default))!;
        var milestone = new Milestone("news|bulletin", "news", MilestoneKind.Bulletin, null, api.Plan.Window("news").OpensAt);
        await api.Service<BulletinPress>().PublishAsync(cycle, milestone, default);
        var (path, token) = ($"api/v1/cycles/{api.Cycle}/bulletins/news", api.Token("chief", AppRole.Authority));

        Assert.Contains("10%", (await api.GetAsync(path, token)).Is(200).Text, StringComparison.Ordinal);
        await OpensAsync((await api.GetAsync(path + "?format=docx&language=zh", token)).Is(200).Body, "各阶段报送情况", "10%", "2026Q1");
        (await api.GetAsync(path + "?format=pdf", token)).Is(400);

        var report = (await api.GetAsync($"api/v1/cycles/{api.Cycle}/completeness/print?phase=q1&language=zh", token)).Is(200);
        Assert.All(["第1季度自查", "t-1", "20%", "报送情况"], text => Assert.Contains(text, report.Text, StringComparison.Ordinal));
        var asFile = (await api.GetAsync($"api/v1/cycles/{api.Cycle}/completeness/print?format=docx", token)).Is(200);
        Assert.Equal(WordFile.MediaType, asFile.Headers["Content-Type"]);
    }

    /// <summary>The format's validator finds nothing, and LibreOffice, where there is one, shows the texts.</summary>
    private static async Task OpensAsync(byte[] docx, params string[] texts)
    {
        using var stream = new MemoryStream(docx);
        using var document = WordprocessingDocument.Open(stream, false);
        Assert.Empty(new OpenXmlValidator(DocumentFormat.OpenXml.FileFormatVersions.Office2019).Validate(document)
            .Select(e => $"{e.Part?.Uri} {e.Path?.XPath}: {e.Description}"));
        var pages = await Office.PagesAsync(docx, "docx") ?? document.MainDocumentPart!.Document.InnerText;
        Assert.All(texts, text => Assert.Contains(text, pages, StringComparison.Ordinal));
    }
}
