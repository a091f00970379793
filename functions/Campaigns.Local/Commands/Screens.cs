using Campaigns.Local.Progress;
using Spectre.Console;

namespace Campaigns.Local.Commands;

/// <summary>Chooses how progress is shown: bars on a terminal, lines everywhere else.</summary>
internal static class Screens
{
    public static IProgressScreen For(TimeZoneInfo zone) =>
        Console.IsOutputRedirected || !AnsiConsole.Profile.Capabilities.Ansi ? new PlainScreen(Console.Out, zone) : new LiveScreen(AnsiConsole.Console, zone);
}
