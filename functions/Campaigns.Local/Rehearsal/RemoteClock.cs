using System.Globalization;
using System.Text.Json.Nodes;
using Campaigns.Local.Clocks;

namespace Campaigns.Local.Rehearsal;

/// <summary>What the app's clock says: now, and when the engine next has something to do (null when it waits for nothing).</summary>
internal sealed record ClockReading(DateTimeOffset Now, DateTimeOffset? Next);

/// <summary>
/// The app's campaign clock, moved over HTTP. A move is repeated until it is answered: moving to where the clock already is only waits for quiet.
/// </summary>
internal sealed class RemoteClock(CampaignApi api)
{
    const string Path = "local/clock";
    static readonly TimeSpan Again = TimeSpan.FromMilliseconds(50);

    public async Task<ClockReading> ReadAsync(CancellationToken cancellation) => Reading((await api.GetAsync(null, Path, cancellation)).Value);

    /// <summary>Moves the clock to <paramref name="instant"/> and returns when the engine has done what was due and everything is quiet.</summary>
    public async Task<ClockReading> MoveToAsync(DateTimeOffset instant, CancellationToken cancellation)
    {
        if (api.Hosts.Count == 1)
            return Reading((await api.PostAsync(null, Path, new { to = instant }, null, cancellation)).Value);
        // Nobody's clock stays behind while the others work; then all of them do what is due and fire their timers, at once.
        await OnAllAsync(new { to = instant, part = nameof(ClockMove.Set) }, cancellation);
        await OnAllAsync(new { to = instant }, cancellation);
        while (true)
        {
            // What one has left for the engine, whichever of them runs it by now, is found by another look.
            var readings = await OnAllAsync(new { to = instant, part = nameof(ClockMove.Settle) }, cancellation);
            if (readings.Any(r => r["owner"]!.GetValue<bool>()))
                return new(readings.Max(r => Instant(r["now"]))!.Value, readings.Min(r => Instant(r["next"])));
            await Task.Delay(Again, TimeProvider.System, cancellation);
        }
    }

    async Task<IReadOnlyList<JsonNode>> OnAllAsync(object body, CancellationToken cancellation)
    {
        var answers = await Task.WhenAll(api.Hosts.Where(h => !h.IsGone).Select(async host =>
        {
            try
            {
                return (await api.PostToAsync(host, Path, body, cancellation)).Value;
            }
            catch (HostGoneException)
            {
                return null;
            }
        }));
        return answers.OfType<JsonNode>().ToList() is { Count: > 0 } there ? there : throw new RehearsalException("No host is left to move the clock of.");
    }

    static ClockReading Reading(JsonNode answer) => new(Instant(answer["now"])!.Value, Instant(answer["next"]));

    static DateTimeOffset? Instant(JsonNode? node) =>
        node is null ? null : DateTimeOffset.Parse(node.GetValue<string>(), CultureInfo.InvariantCulture).ToUniversalTime();
}
