using System.Globalization;
using Campaigns.Rules.Calendar;
using Spectre.Console;
using Spectre.Console.Rendering;

namespace Campaigns.Local.Progress;

/// <summary>Progress on a terminal: a bar a phase and the counts of the year, redrawn in place; notes stay above it.</summary>
internal sealed class LiveScreen : IProgressScreen
{
    const int BarWidth = 32;
    readonly IAnsiConsole _console;
    readonly TimeZoneInfo _zone;
    readonly ManualResetEventSlim _over = new();
    readonly ManualResetEventSlim _drawn = new();
    readonly Task _live;
    LiveDisplayContext? _context;

    public LiveScreen(IAnsiConsole console, TimeZoneInfo zone)
    {
        _console = console;
        _zone = zone;
        _live = Task.Factory.StartNew(Draw, CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default);
        _drawn.Wait();
    }

    public void Show(ProgressSnapshot snapshot) => _context?.UpdateTarget(Picture(snapshot));

    public void Note(string text) => _console.WriteLine(text);

    public void Dispose()
    {
        _over.Set();
        _live.GetAwaiter().GetResult();
        _over.Dispose();
        _drawn.Dispose();
    }

    // Spectre's live display lives as long as its delegate runs, so that it gets a thread of its own.
    void Draw() => _console.Live(new Text("")).Start(context =>
    {
        _context = context;
        _drawn.Set();
        _over.Wait();
    });

    Rows Picture(ProgressSnapshot snapshot)
    {
        var table = new Table().Border(TableBorder.None).HideHeaders().AddColumns("phase", "bar", "counts");
        foreach (var phase in snapshot.Phases)
            table.AddRow(new Markup(Markup.Escape(phase.Title)), Bar(phase), new Markup(Markup.Escape(Counts(phase))));
        var local = TimeZoneInfo.ConvertTime(snapshot.Now, _zone);
        return new Rows(
            new Markup(string.Create(CultureInfo.InvariantCulture, $"[bold]{local:yyyy-MM-dd HH:mm}[/]  {Markup.Escape(snapshot.State)}  next: "
                + $"{Markup.Escape(Next(snapshot.Next))}")),
            table,
            new Markup(string.Create(CultureInfo.InvariantCulture,
                $"sheets [bold]{snapshot.Sheets}[/]  files {snapshot.Files}  appraisals {snapshot.Appraisals}  returned {snapshot.Returns}  notices "
                    + $"{snapshot.Notices}  warnings [yellow]{snapshot.Warnings}[/]")));
    }

    string Next(NextMilestone? next) => next switch
    {
        null => "–",
        { At: { } at } => string.Create(CultureInfo.InvariantCulture, $"{next.Id} {TimeZoneInfo.ConvertTime(at, _zone):yyyy-MM-dd HH:mm}"),
        _ => $"{next.Id}, awaiting a calendar",
    };

    static string Counts(PhaseProgress phase) => phase.Expected == 0 ? "" : string.Create(
        CultureInfo.InvariantCulture, $"{phase.Actual}/{phase.Expected}  late {phase.Late}  silent {phase.Silent}  returned {phase.Returned}");

    static Markup Bar(PhaseProgress phase)
    {
        if (phase.Expected == 0)
            return new Markup($"[grey]{new string('·', BarWidth)}[/]");
        var done = (int)Math.Round((double)phase.Actual / phase.Expected * BarWidth);
        var silent = Math.Min(BarWidth - done, (int)Math.Round((double)phase.Silent / phase.Expected * BarWidth));
        var colour = phase.Window is Timeliness.Locked ? "green" : phase.Window is Timeliness.InGrace or Timeliness.Late ? "yellow" : "blue";
        return new Markup($"[{colour}]{new string('█', done)}[/][red]{new string('█', silent)}[/][grey]{new string('·', BarWidth - done - silent)}[/]");
    }
}
