namespace Campaigns.Local.Sample;

/// <summary>The sample county's campaign, three-level-contest.yaml.</summary>
public static class SampleDefinition
{
    /// <summary>The definition's text, as a clerk would edit it.</summary>
    public static string Text { get; } = Read();

    static string Read()
    {
        using var stream = typeof(SampleDefinition).Assembly.GetManifestResourceStream("sample/three-level-contest.yaml")
            ?? throw new InvalidOperationException("three-level-contest.yaml is not embedded.");
        using var reader = new StreamReader(stream);
        return reader.ReadToEnd();
    }
}
