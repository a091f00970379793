using System.Globalization;
using System.Reflection;
using System.Runtime.CompilerServices;
using System.Text.RegularExpressions;
using Campaigns.App.Telemetry;
using Xunit;

namespace Campaigns.App.Tests.Telemetry;

/// <summary>Every log event of the app has an id of its own, a name that stays, and both are written down in one place.</summary>
public sealed partial class EventIdsTests
{
    private static readonly IReadOnlyDictionary<string, int> Known = typeof(EventIds).GetFields(BindingFlags.Public | BindingFlags.Static)
        .ToDictionary(f => f.Name, f => (int)f.GetRawConstantValue()!);

    [Fact]
    public void Ids_AreUnique_AndOfACapabilitysHundred()
    {
        Assert.Equal(Known.Count, Known.Values.Distinct().Count());
        var text = File.ReadAllText(Path.Combine(App(), "Telemetry", "EventIds.cs"));
        var hundreds = Hundred().Matches(text).Select(m => int.Parse(m.Groups["from"].Value, CultureInfo.InvariantCulture)).ToList();
        Assert.Equal(hundreds.Order(), hundreds);
        Assert.All(Known, id => Assert.Contains(id.Value / 100 * 100, hundreds));
        // Read from top to bottom they rise, so that the next one to add is plain to see.
        Assert.Equal(Known.Values.Order(), Known.Values);
    }

    [Fact]
    public void EachLogMessage_TakesItsIdAndNameFromThere()
    {
        var messages = new DirectoryInfo(App()).GetFiles("*.cs", SearchOption.AllDirectories).Select(f => f.FullName)
            .Where(f => !f.Contains($"{Path.DirectorySeparatorChar}obj{Path.DirectorySeparatorChar}", StringComparison.Ordinal))
            .SelectMany(f => Message().Matches(File.ReadAllText(f)))
            .Select(m => (Id: m.Groups["id"].Value, Name: m.Groups["name"].Value, Text: m.Value)).ToList();

        Assert.All(messages, m => Assert.True(Known.ContainsKey(m.Id) && m.Id == m.Name, m.Text));
        Assert.Equal(Known.Keys.Order(StringComparer.Ordinal), messages.Select(m => m.Id).Order(StringComparer.Ordinal));
    }

    private static string App([CallerFilePath] string here = "") =>
        Path.Combine(Path.GetDirectoryName(here)!, "..", "..", "..", "functions", "Campaigns.App");

    [GeneratedRegex(@"^    // (?<from>\d{4}): \w", RegexOptions.Multiline)]
    private static partial Regex Hundred();

    // An attribute that has another form than id first and name last matches without either, and fails.
    [GeneratedRegex(
        @"\[LoggerMessage\((?:\s*(?:EventId = )?EventIds\.(?<id>\w+),.*?EventName = nameof\(EventIds\.(?<name>\w+)\)\)\])?",
        RegexOptions.Singleline)]
    private static partial Regex Message();
}
