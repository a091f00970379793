using System.Text;
using System.Text.RegularExpressions;

namespace Campaigns.Local.Mail;

/// <summary>The headers of a message that the sink shows, decoded for reading (RFC 5322 folding, RFC 2047 words).</summary>
public sealed partial record MailHeaders(string? MessageId, string Subject)
{
    /// <summary>Reads the header block of <paramref name="message"/>; missing headers are null or empty, malformed ones are kept as they stand.</summary>
    public static MailHeaders Read(ReadOnlySpan<byte> message)
    {
        var end = message.IndexOf("\r\n\r\n"u8);
        var block = Encoding.UTF8.GetString(end < 0 ? message : message[..end]);
        var unfolded = Folding().Replace(block, " ");
        string? id = null;
        var subject = "";
        foreach (var line in unfolded.Split("\r\n"))
        {
            var colon = line.IndexOf(':', StringComparison.Ordinal);
            if (colon <= 0)
                continue;
            var value = line[(colon + 1)..].Trim();
            if (line[..colon].Equals("Message-ID", StringComparison.OrdinalIgnoreCase))
                id = value;
            else if (line[..colon].Equals("Subject", StringComparison.OrdinalIgnoreCase))
                subject = Decode(value);
        }
        return new MailHeaders(id, subject);
    }

    static string Decode(string value)
    {
        // Adjacent words may split a multi-byte character, so that bytes are joined before they are decoded.
        var joined = BetweenWords().Replace(value, "?==?");
        return Runs().Replace(joined, run =>
        {
            var bytes = new List<byte>();
            var charset = "utf-8";
            foreach (Match word in Word().Matches(run.Value))
            {
                charset = word.Groups["charset"].Value;
                bytes.AddRange(word.Groups["encoding"].Value is "B" or "b" ? Base64(word.Groups["text"].Value) : Quoted(word.Groups["text"].Value));
            }
            return charset.Equals("utf-8", StringComparison.OrdinalIgnoreCase) ? Encoding.UTF8.GetString([.. bytes]) : Encoding.Latin1.GetString([.. bytes]);
        });
    }

    static byte[] Base64(string text)
    {
        var buffer = new byte[text.Length];
        return Convert.TryFromBase64String(text, buffer, out var written) ? buffer[..written] : Encoding.UTF8.GetBytes(text);
    }

    static byte[] Quoted(string text)
    {
        var bytes = new List<byte>(text.Length);
        for (var i = 0; i < text.Length; i++)
        {
            if (text[i] == '=' && i + 2 < text.Length && byte.TryParse(text.AsSpan(i + 1, 2), System.Globalization.NumberStyles.HexNumber, null, out var value))
            {
                bytes.Add(value);
                i += 2;
            }
            else
                bytes.Add(text[i] == '_' ? (byte)' ' : (byte)text[i]);
        }
        return [.. bytes];
    }

    [GeneratedRegex(@"\r\n[ \t]+")]
    private static partial Regex Folding();

    [GeneratedRegex(@"\?=\s+=\?")]
    private static partial Regex BetweenWords();

    [GeneratedRegex(@"(=\?[^?]+\?[BbQq]\?[^?]*\?=)+")]
    private static partial Regex Runs();

    [GeneratedRegex(@"=\?(?<charset>[^?]+)\?(?<encoding>[BbQq])\?(?<text>[^?]*)\?=")]
    private static partial Regex Word();
}
