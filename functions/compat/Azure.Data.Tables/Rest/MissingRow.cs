namespace Azure.Data.Tables.Rest;

/// <summary>The answer to a question for a row that is not there.</summary>
internal sealed class MissingRow<T>(Response response) : NullableResponse<T>
{
    public override bool HasValue => false;

    public override T Value => throw new InvalidOperationException("The row does not exist: read HasValue before Value.");

    public override Response GetRawResponse() => response;
}
