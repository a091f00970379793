using System.Text;
using System.Text.Encodings.Web;
using System.Text.Unicode;

namespace Campaigns.App.Reminders;

/// <summary>
/// What a message says, once as text and once as HTML, with one link to where the task is. Nothing is loaded from anywhere, and whatever people wrote is
/// escaped.
/// </summary>
internal static class MailBody
{
    private const string Button = "display:inline-block;padding:12px 24px;background:#b91c1c;color:#fff;text-decoration:none";
    private static readonly HtmlEncoder Encoder = HtmlEncoder.Create(UnicodeRanges.All);

    public static string Plain(string text, Uri link, bool english) =>
        $"{text.TrimEnd()}\n\n{(english ? "Open" : "点击办理")}: {link.AbsoluteUri}\n\n{Footer(english)}\n";

    public static string Html(string title, string text, Uri link, bool english)
    {
        var body = new StringBuilder();
        foreach (var paragraph in Paragraphs(title, text))
            body.Append("<p style=\"margin:0 0 16px\">").AppendJoin("<br>\n", paragraph.Select(Encoder.Encode)).Append("</p>\n");
        var (heading, address) = (Encoder.Encode(title), Encoder.Encode(link.AbsoluteUri));
        return $"""
            <!DOCTYPE html>
            <html lang="{(english ? "en" : "zh-CN")}">
            <head><meta charset="utf-8"><meta name="viewport" content="width=device-width"><title>{heading}</title></head>
            <body style="margin:0;padding:24px;background:#f5f5f4;color:#1c1917;font:16px/1.6 system-ui,'PingFang SC','Microsoft YaHei',sans-serif">
            <div style="max-width:600px;margin:0 auto;padding:24px;background:#fff;border-top:4px solid #b91c1c">
            <h1 style="margin:0 0 16px;font-size:20px;line-height:1.4">{heading}</h1>
            {body}<p style="margin:24px 0"><a href="{address}" style="{Button}">{(english ? "Open" : "点击办理")}</a></p>
            <p style="margin:24px 0 0;font-size:13px;color:#57534e">{Encoder.Encode(Footer(english))}</p>
            </div>
            </body>
            </html>

            """;
    }

    /// <summary>The text between its empty lines; without its first line where that only says the title again.</summary>
    private static IEnumerable<IReadOnlyList<string>> Paragraphs(string title, string text)
    {
        var lines = new List<string>();
        foreach (var line in text.ReplaceLineEndings("\n").Split('\n').SkipWhile(l => l.Trim() == title.Trim()).Append(""))
        {
            if (!string.IsNullOrWhiteSpace(line))
            {
                lines.Add(line);
                continue;
            }
            if (lines.Count > 0)
                yield return lines;
            lines = [];
        }
    }

    private static string Footer(bool english) => english
        ? "Sent automatically; answers are not read. All notices are in your inbox in the portal."
        : "本邮件由系统自动发送，请勿回复。全部通知可在门户收件箱中查看。";
}
