namespace Campaigns.Local.Emulator;

/// <summary>A script that node runs before the emulator, so that the emulator stops when its owner wants it to and when its owner is gone.</summary>
internal static class AzuriteGuard
{
    /// <summary>What the owner writes to stop the emulator, which first saves its state.</summary>
    public const string Stop = "stop\n";

    private const string Script = """
        // A Ctrl+C reaches every process of the terminal; the owner still needs its storage while it ends.
        const ignore = () => {};
        for (const signal of ['SIGINT', 'SIGHUP']) process.on(signal, ignore);
        process.on('newListener', (event, listener) => {
          if (event === 'SIGINT' && listener !== ignore) setImmediate(() => process.removeListener(event, listener));
        });

        // Nobody may be left to read what is printed.
        for (const stream of [process.stdout, process.stderr]) stream.on('error', ignore);

        let stopping = false;
        const stop = () => {
          if (stopping) return;
          stopping = true;
          if (!process.emit('SIGTERM', 'SIGTERM')) process.exit();
          setTimeout(() => process.exit(), 15000).unref();
        };
        process.stdin.on('data', stop).on('error', ignore);
        if (!process.env.CAMPAIGNS_SURVIVE_PARENT) process.stdin.on('end', stop);
        process.stdin.unref();
        """;

    /// <summary>The environment variable that keeps the emulator going when its owner is gone.</summary>
    public const string SurviveVariable = "CAMPAIGNS_SURVIVE_PARENT";

    /// <summary>The script, that of <see cref="AzuriteIndexes"/> before it where asked for, as a module address for node's <c>--import</c>.</summary>
    public static string ModuleUrl(bool indexed) => "data:text/javascript," + Uri.EscapeDataString(indexed ? AzuriteIndexes.Script + Script : Script);
}
