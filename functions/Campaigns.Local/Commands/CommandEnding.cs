using System.CommandLine;
using System.Net.Sockets;
using Campaigns.Local.Rehearsal;

namespace Campaigns.Local.Commands;

/// <summary>Turns what may end a command into an exit code and a sentence: people at a terminal get no stack traces for a wrong file or a taken port.</summary>
internal static class CommandEnding
{
    const int NotBegun = 2;
    const int Interrupted = 130;

    /// <summary>The code of <paramref name="run"/>; 2 where it could not begin, 130 where it was interrupted.</summary>
    public static async Task<int> OfAsync(ParseResult parsed, Func<Task<int>> run, CancellationToken cancellation)
    {
        try
        {
            return await run();
        }
        catch (RehearsalException e)
        {
            await parsed.InvocationConfiguration.Error.WriteLineAsync(e.Message);
            return NotBegun;
        }
        catch (SocketException e) when (e.SocketErrorCode is SocketError.AddressAlreadyInUse or SocketError.AccessDenied)
        {
            await parsed.InvocationConfiguration.Error.WriteLineAsync($"The port cannot be taken ({e.Message}); choose another with --port.");
            return NotBegun;
        }
        catch (OperationCanceledException) when (cancellation.IsCancellationRequested)
        {
            return Interrupted;
        }
    }
}
