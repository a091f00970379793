using System.Globalization;
using System.Text.Json.Nodes;

namespace Campaigns.Local.Rehearsal;

/// <summary>What the app's clock says: now, and when the engine next has something to do (null when it waits for nothing).</summary>
internal sealed record ClockReading(DateTimeOffset Now, DateTimeOffset? Next);

/// <summary>
/// The app's campaign clock, moved over HTTP. A move is repeated until it is answered: moving to where the clock already is only waits for quiet.
/// </summary>
internal sealed class RemoteClock(CampaignApi api)
{
    const string Path = "local/clock";

    public async Task<ClockReading> ReadAsync(CancellationToken cancellation) => Reading(await api.GetAsync(null, Path, cancellation));

    /// <summary>Moves the clock to <paramref name="instant"/> and returns when the engine has done what was due and everything is quiet.</summary>
    public async Task<ClockReading> MoveToAsync(DateTimeOffset instant, CancellationToken cancellation) =>
        Reading(await api.PostAsync(null, Path, new { to = instant }, null, cancellation));

    static ClockReading Reading(ApiAnswer answer) => new(Instant(answer.Value["now"])!.Value, Instant(answer.Value["next"]));

    static DateTimeOffset? Instant(JsonNode? node) =>
        node is null ? null : DateTimeOffset.Parse(node.GetValue<string>(), CultureInfo.InvariantCulture).ToUniversalTime();
}
