namespace Campaigns.Local.Rehearsal;

/// <summary>A host of the app as simulated people reach it.</summary>
internal sealed class RehearsalHost(HttpClient http, Func<bool>? isGone = null)
{
    public HttpClient Http => http;

    /// <summary>Whether it was there and is not coming back.</summary>
    public bool IsGone => isGone?.Invoke() ?? false;
}

/// <summary>A host that was to answer is not coming back.</summary>
internal sealed class HostGoneException() : Exception("The host is not coming back.");
