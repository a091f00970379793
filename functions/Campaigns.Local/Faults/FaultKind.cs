namespace Campaigns.Local.Faults;

/// <summary>What a storage call can meet with, other than the end of the process.</summary>
internal enum FaultKind
{
    /// <summary>429 with a Retry-After; not applied.</summary>
    Throttled,
    /// <summary>500 InternalError; not applied.</summary>
    ServerError,
    /// <summary>503 ServerBusy; not applied. Those of a burst are counted here too.</summary>
    Busy,
    /// <summary>The connection is reset before the request is sent; not applied.</summary>
    Reset,
    /// <summary>The request is applied, the connection reset before the answer is read.</summary>
    Lost,
    /// <summary>No answer until the client's network timeout, which is short for such a call; not applied.</summary>
    Hang,
    /// <summary>A late answer.</summary>
    Delay,
}
