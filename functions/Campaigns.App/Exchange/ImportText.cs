using System.Text;
using System.Text.Unicode;

namespace Campaigns.App.Exchange;

/// <summary>
/// The bytes of a CSV file as UTF-8 without a mark. Excel in Chinese writes UTF-8 with its mark or, as plain "CSV", GBK: what is not UTF-8 is tried as GB18030,
/// which holds GBK, strictly, and taken only where no character comes out that no such file has. The answer says what was found, so that whoever sent a third
/// encoding sees it.
/// </summary>
public static class ImportText
{
    private const int Gb18030 = 54936;
    private static readonly byte[] Utf8Mark = [0xEF, 0xBB, 0xBF];

    /// <summary>What was found and the text in UTF-8; null where it is neither.</summary>
    /// <param name="bytes">The file.</param>
    /// <param name="charset">What the sender said it is, or null.</param>
    public static (byte[] Utf8, string Encoding)? Read(byte[] bytes, string? charset)
    {
        ArgumentNullException.ThrowIfNull(bytes);
        var said = charset?.ToLowerInvariant();
        var gbk = said is "gbk" or "gb2312" or "gb18030";
        if (said is not (null or "utf-8" or "utf8") && !gbk)
            return null;
        if (bytes.AsSpan().StartsWith(Utf8Mark))
            return Utf8.IsValid(bytes) ? (bytes[Utf8Mark.Length..], "utf-8") : null;
        if (!gbk && Utf8.IsValid(bytes))
            return (bytes, "utf-8");
        return said is null || gbk ? Chinese(bytes) : null;
    }

    /// <summary>Whether the media type's charset is one that <see cref="Read"/> knows.</summary>
    public static bool Knows(string? charset) => charset?.ToLowerInvariant() is null or "utf-8" or "utf8" or "gbk" or "gb2312" or "gb18030";

    private static (byte[] Utf8, string Encoding)? Chinese(byte[] bytes)
    {
        try
        {
            var strict = CodePagesEncodingProvider.Instance.GetEncoding(Gb18030, EncoderFallback.ExceptionFallback, DecoderFallback.ExceptionFallback)!;
            var text = strict.GetString(bytes);
            return text.All(IsWritten) ? (Encoding.UTF8.GetBytes(text), "gb18030") : null;
        }
        catch (DecoderFallbackException)
        {
            return null;
        }
    }

    // Private-use and control characters are what another encoding looks like when it is read as this one.
    private static bool IsWritten(char c) => c is '\t' or '\r' or '\n' || (!char.IsControl(c) && c is not ('\uFFFD' or (>= '\uE000' and <= '\uF8FF')));
}
