using Azure;
using Campaigns.App.Http;
using Microsoft.AspNetCore.Http;
using Xunit;

namespace Campaigns.App.Tests.Http;

public sealed class PreconditionsTests
{
    static readonly ETag Row = new("W/\"datetime'2026-01-01T00%3A00%3A00.1234567Z'\"");
    static readonly ETag Other = new("W/\"datetime'2026-01-02T00%3A00%3A00.1234567Z'\"");

    [Fact]
    public void Header_OfARowsETag_ComesBackAsIt()
    {
        var header = Preconditions.ToHeader(Row);

        Assert.Matches("^\"[A-Za-z0-9_-]+\"$", header);
        Assert.Equal(Row, Preconditions.FromHeader(header));
    }

    [Theory]
    [InlineData(null, "*", 0, 412)]
    [InlineData(null, null, 0, 428)]
    [InlineData("row", null, 412, 0)]
    [InlineData("other", null, 412, 412)]
    [InlineData("*", null, 412, 0)]
    [InlineData("\"neverGivenOut!\"", null, 412, 412)]
    [InlineData("no quotes", null, 400, 400)]
    [InlineData("row", "*", 400, 400)]
    [InlineData(null, "\"x\"", 400, 400)]
    public void Check_HeadersAgainstNoRowAndARow_GivesTheStatus(string? ifMatch, string? ifNoneMatch, int whenMissing, int whenThere)
    {
        Assert.Equal(whenMissing, Status(ifMatch, ifNoneMatch, null));
        Assert.Equal(whenThere, Status(ifMatch, ifNoneMatch, Row));
    }

    static int Status(string? ifMatch, string? ifNoneMatch, ETag? current)
    {
        var request = new DefaultHttpContext().Request;
        request.Headers.IfMatch = ifMatch switch { "row" => Preconditions.ToHeader(Row), "other" => Preconditions.ToHeader(Other), _ => ifMatch };
        request.Headers.IfNoneMatch = ifNoneMatch;
        return (Preconditions.Of(request).TryGet(out var precondition, out var problem) ? precondition.Check(current) : problem) is ProblemAnswer answer
            ? answer.Value.Status
            : 0;
    }
}
