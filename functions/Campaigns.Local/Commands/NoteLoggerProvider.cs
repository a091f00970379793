using Microsoft.Extensions.Logging;

namespace Campaigns.Local.Commands;

/// <summary>Passes warnings and errors of the app on as lines, so that they neither break the bars of a terminal nor get lost.</summary>
internal sealed class NoteLoggerProvider(Action<string> note) : ILoggerProvider
{
    public ILogger CreateLogger(string categoryName) => new NoteLogger(categoryName, note);

    public void Dispose()
    {
        // Nothing is held.
    }

    sealed class NoteLogger(string category, Action<string> note) : ILogger
    {
        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => logLevel >= LogLevel.Warning && logLevel != LogLevel.None;

        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
        {
            if (IsEnabled(logLevel))
                note($"{logLevel.ToString().ToLowerInvariant()} {category}: {formatter(state, exception)}{(exception is null ? "" : $"\n{exception}")}");
        }
    }
}
