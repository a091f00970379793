using System.IO.Compression;
using Campaigns.App.Access;
using Campaigns.App.Exchange;
using Campaigns.App.Spreadsheets;
using Campaigns.Rules.Participants;
using DocumentFormat.OpenXml;
using DocumentFormat.OpenXml.Packaging;
using DocumentFormat.OpenXml.Spreadsheet;
using Xunit;

namespace Campaigns.App.Tests.Exchange;

/// <summary>A township's spreadsheet out, filled in as Excel does, and in again (J21).</summary>
public sealed class SpreadsheetApiTests(StorageFixture fixture) : IClassFixture<StorageFixture>
{
    [Fact]
    public async Task Spreadsheet_FilledIn_GoodRowsPass_MistakesComeBack_TamperingIsRefused()
    {
        await using var api = await ApiUnderTest.StartAsync(fixture);
        var clerk = api.Token("rep-v-01", AppRole.Reporter, AppRole.Reviewer);
        var path = $"api/v1/cycles/{api.Cycle}/spreadsheets/v-01?phase=q1";
        var fresh = (await api.GetAsync(path, clerk)).Is(200).Body;
        var rows = Workbook.Read(fresh).Values.First();
        Assert.Equal(["village", "v-01", "v-01", "办实事", "deeds", "三件好事"], rows[3][..6]);
        Assert.Equal(5, rows.Count);

        // A number as text with a full-width digit, a word where a number belongs, in Chinese yes.
        var filled = Fill(fresh, ("H4", "３"), ("J5", "也许"));
        var shown = (await PostAsync(api, path + "&answer=xlsx", clerk, filled)).Is(200);
        var back = Workbook.Read(shown.Body).Values.First();
        Assert.Equal(("3", "已收"), (back[3][7], back[3][12]));
        Assert.Equal(("也许", "有误"), (back[4][9], back[4][12]));
        Assert.Contains("应为“是”或“否”", back[4][13], StringComparison.Ordinal);
        Assert.Equal(3, (int)(await api.GetAsync(api.Path("v-01", "sheets/q1"), clerk)).Is(200).Json["answers"]!["deeds"]!["measured"]!);

        var pages = await Office.PagesAsync(shown.Body, "xlsx") ?? "示范村 三件好事 应为“是”或“否”";
        Assert.All(["示范村", "三件好事", "应为“是”或“否”"], text => Assert.Contains(text, pages, StringComparison.Ordinal));

        // The file that came back knows what was saved, so that it can be mended and sent again, and handed in.
        var whole = (await PostAsync(api, path + "&finish=true", clerk, Fill(shown.Body, ("J5", "是")))).Is(200);
        Assert.Equal((0, 0), ((int)whole.Json["rejected"]!, (int)whole.Json["created"]! - 1));
        Assert.Equal(SheetStatus.Submitted, (await api.Store.ReadAsync(api.Key("v-01"), default))!.State.Phase("q1").Status);

        var tampered = (await PostAsync(api, path, clerk, Fill((await api.GetAsync(path, clerk)).Body, ("F4", "一件好事"), ("B5", "v-02")))).Is(422);
        Assert.Equal("fixedCellsChanged", tampered.Code);
        Assert.Equal(["cells[B5]", "cells[F4]"], tampered.Json["errors"]!.AsObject().Select(e => e.Key).Order());
    }

    [Fact]
    public async Task Spreadsheet_ThatSomebodyOvertook_ForeignOrAFormula_LosesNothing()
    {
        await using var api = await ApiUnderTest.StartAsync(fixture);
        var (clerk, path) = (api.Token("rep-v-02", AppRole.Reporter, AppRole.Reviewer), $"api/v1/cycles/{api.Cycle}/spreadsheets/v-02?phase=q1");
        var fresh = (await api.GetAsync(path, clerk)).Is(200).Body;
        (await api.SendAsync(HttpMethod.Put, api.Path("v-02", "sheets/q1"), clerk, ApiUnderTest.Sheet, ("If-None-Match", "*"))).Is(200);

        var overtaken = (await PostAsync(api, path, clerk, Fill(fresh, ("H4", "1")))).Is(200);
        Assert.Equal((2, 0), ((int)overtaken.Json["rejected"]!, (int)overtaken.Json["updated"]!));
        var now = (await api.GetAsync(path, clerk)).Is(200).Body;
        var formula = (await PostAsync(api, path, clerk, Fill(now, ("H4", "=1+1")))).Is(200);
        Assert.Equal("H", (string)formula.Json["rows"]!.AsArray().Single(r => (string)r!["outcome"]! == "rejected")!["errors"]![0]!["column"]!);
        (await PostAsync(api, path.Replace("v-02", "v-03", StringComparison.Ordinal), api.Token("rep-v-03", AppRole.Reporter), now)).Is(422);
        Assert.Equal(3, (int)(await api.GetAsync(api.Path("v-02", "sheets/q1"), clerk)).Is(200).Json["answers"]!["deeds"]!["measured"]!);

        // A township sees all of its villages, and may fill in none of them.
        var township = (await api.GetAsync($"api/v1/cycles/{api.Cycle}/spreadsheets/t-1?phase=q1", api.Reviewer("t-1"))).Is(200).Body;
        Assert.Equal(3 + (5 * 2), Workbook.Read(township).Values.First().Count);
        var foreign = await PostAsync(api, $"api/v1/cycles/{api.Cycle}/spreadsheets/t-1?phase=q1", api.Reviewer("t-1"), Fill(township, ("H4", "9")));
        Assert.Equal((2, 8), ((int)foreign.Is(200).Json["rejected"]!, (int)foreign.Json["unchanged"]!));
        (await PostAsync(api, path, clerk, "PK"u8.ToArray())).Is(400);
        (await api.GetAsync($"api/v1/cycles/{api.Cycle}/spreadsheets/t-2?phase=q1", api.Reviewer("t-1"))).Is(404);
    }

    [Fact]
    public void Reader_UnpacksNoBomb()
    {
        using var file = new MemoryStream();
        using (var zip = new ZipArchive(file, ZipArchiveMode.Create, leaveOpen: true))
        {
            using var entry = zip.CreateEntry("xl/workbook.xml").Open();
            var zeros = new byte[1024 * 1024];
            for (var i = 0; i < 80; i++)
                entry.Write(zeros);
        }

        var (sheets, problem) = SpreadsheetReader.Read(file.ToArray());

        Assert.Empty(sheets);
        Assert.Equal("unpacks to more than 64 MB", problem);
    }

    /// <summary>The file with cells written into, as a program does that saves it: by the library's own document model.</summary>
    private static byte[] Fill(byte[] file, params (string Cell, string Text)[] cells)
    {
        using var stream = new MemoryStream();
        stream.Write(file);
        using (var document = SpreadsheetDocument.Open(stream, true))
        {
            var sheet = (WorksheetPart)document.WorkbookPart!.GetPartById(document.WorkbookPart.Workbook.Sheets!.Elements<Sheet>().First().Id!);
            foreach (var (reference, text) in cells)
            {
                var cell = sheet.Worksheet.Descendants<Cell>().Single(c => c.CellReference == reference);
                cell.RemoveAllChildren();
                if (text.StartsWith('='))
                {
                    cell.DataType = null;
                    cell.Append(new CellFormula(text[1..]), new CellValue("2"));
                }
                else
                {
                    cell.DataType = CellValues.InlineString;
                    cell.Append(new InlineString(new Text(text)));
                }
            }
        }
        return stream.ToArray();
    }

    private static Task<Reply> PostAsync(ApiUnderTest api, string path, string token, byte[] file)
    {
        var content = new ByteArrayContent(file);
        content.Headers.ContentType = new(SpreadsheetWriter.MediaType);
        return api.SendContentAsync(HttpMethod.Post, path, token, content, []);
    }
}
