using Azure.Core;

namespace Azure.Data.Tables.Rest;

/// <summary>The answers that are no errors, per operation.</summary>
internal static class Accepted
{
    public static StatusCodeClassifier Read { get; } = new([200]);

    public static StatusCodeClassifier ReadOrMissing { get; } = new([200, 404]);

    public static StatusCodeClassifier Created { get; } = new([201, 204]);

    public static StatusCodeClassifier CreatedOrThere { get; } = new([201, 204, 409]);

    public static StatusCodeClassifier Written { get; } = new([204]);

    // A row that is missing is handed back as well, but counts and is logged as an error.
    public static StatusCodeClassifier Gone { get; } = new([204]);

    public static StatusCodeClassifier GoneOrMissing { get; } = new([204, 404]);

    public static StatusCodeClassifier Batch { get; } = new([202]);
}
