using System.Reflection;
using Campaigns.Rules.Definitions;
using Xunit;

namespace Campaigns.Rules.Tests.Definitions;

/// <summary>The definitions under Samples.</summary>
internal static class Sample
{
    public static string Text(string name)
    {
        using var stream = Assembly.GetExecutingAssembly().GetManifestResourceStream($"samples/{name}");
        Assert.NotNull(stream);
        using var reader = new StreamReader(stream);
        return reader.ReadToEnd();
    }

    public static CampaignDefinition Definition(string name)
    {
        var reading = DefinitionReader.Read(Text(name));
        Assert.Empty(reading.Errors);
        return reading.Definition!;
    }
}
