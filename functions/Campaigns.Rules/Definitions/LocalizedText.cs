namespace Campaigns.Rules.Definitions;

/// <summary>Text that people read, in Chinese and, where given, in English. <see cref="In"/> falls back to the language that exists.</summary>
public sealed record LocalizedText(string Zh, string? En = null)
{
    /// <summary>The text in <paramref name="language"/> (<c>zh</c> or <c>en</c>, by prefix), or in Chinese where that is missing.</summary>
    public string In(string language) => language.StartsWith("en", StringComparison.OrdinalIgnoreCase) && En is not null ? En : Zh;

    public override string ToString() => Zh;
}
