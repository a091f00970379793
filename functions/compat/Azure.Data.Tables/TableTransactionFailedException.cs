using System.Globalization;

namespace Azure.Data.Tables;

/// <summary>A transaction was refused as a whole: none of its actions took effect.</summary>
public class TableTransactionFailedException : RequestFailedException
{
    internal const string FailedEntity = "FailedEntity";

    /// <summary>Carries over status, message, error code, cause and data of <paramref name="requestFailedException"/>.</summary>
    public TableTransactionFailedException(RequestFailedException requestFailedException)
        : base(
            (requestFailedException ?? throw new ArgumentNullException(nameof(requestFailedException))).Status,
            requestFailedException.Message,
            requestFailedException.ErrorCode,
            requestFailedException.InnerException)
    {
        foreach (var key in requestFailedException.Data.Keys)
        {
            Data[key] = requestFailedException.Data[key];
        }
    }

    /// <summary>Which action, from zero, the service blamed; null when it did not say.</summary>
    public int? FailedTransactionActionIndex =>
        Data[FailedEntity] is string text && int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var index) ? index : null;
}
