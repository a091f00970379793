using Campaigns.App.Http;
using Microsoft.AspNetCore.Http;
using Xunit;

namespace Campaigns.App.Tests.Http;

public sealed class RequestReaderTests
{
    [Theory]
    [InlineData("v-001", true)]
    [InlineData("2026", true)]
    [InlineData("", false)]
    [InlineData(null, false)]
    [InlineData("-v", false)]
    [InlineData("V-1", false)]
    [InlineData("a_b", false)]
    [InlineData("a/b", false)]
    [InlineData("村", false)]
    [InlineData("a\n", false)]
    public void IsSlug_Text_IsJudged(string? text, bool slug) => Assert.Equal(slug, RequestReader.IsSlug(text));

    [Fact]
    public void IsSlug_64Characters_IsTheLongest()
    {
        Assert.True(RequestReader.IsSlug(new string('a', 64)));
        Assert.False(RequestReader.IsSlug(new string('a', 65)));
    }

    [Fact]
    public void BadRoute_FirstBadValue_IsNamed()
    {
        Assert.Null(RequestReader.BadRoute(("cycle", "c-2026"), ("track", "village")));
        var problem = Assert.IsType<ProblemAnswer>(RequestReader.BadRoute(("cycle", "c-2026"), ("track", "Village"))).Value;
        Assert.Equal("route.track", problem.Errors!.Single().Key);
    }

    [Fact]
    public void Read_SeveralBadValues_AreAllNamed()
    {
        var reader = new RequestReader(Request("?limit=0&dryRun=yes&track=A&track2=b&track2=c&colour=green"));

        reader.Paging("list");
        reader.Flag("dryRun");
        reader.SlugOf("track");
        reader.SlugOf("track2");
        Assert.Null(reader.Choice<DayOfWeek>("colour"));

        var problem = Assert.IsType<ProblemAnswer>(reader.Problem).Value;
        Assert.Equal(400, problem.Status);
        Assert.Equal(["query.colour", "query.dryRun", "query.limit", "query.track", "query.track2"], problem.Errors!.Keys.Order());
    }

    [Theory]
    [InlineData("?limit=1001")]
    [InlineData("?limit=-1")]
    [InlineData("?limit=1e3")]
    [InlineData("?limit=99999999999999")]
    [InlineData("?continuation=xyz")]
    [InlineData("?continuation=")]
    public void Paging_OutOfRange_IsRefused(string query)
    {
        var reader = new RequestReader(Request(query));

        reader.Paging("list");

        Assert.NotNull(reader.Problem);
    }

    [Fact]
    public void Paging_OwnContinuation_IsItsPosition()
    {
        var token = Continuations.Write("participants|village", "g07|v-003");
        var reader = new RequestReader(Request($"?limit=1000&continuation={token}"));

        Assert.Equal(new Paging(1000, "g07|v-003"), reader.Paging("participants|village"));
        Assert.Null(reader.Problem);
    }

    [Fact]
    public void Continuation_MangledOrOfAnotherList_IsRefused()
    {
        var token = Continuations.Write("participants", "g07|村-003");

        Assert.Null(Continuations.Read("ranking", token));
        for (var i = 0; i < token.Length; i++)
        {
            var mangled = token.ToCharArray();
            mangled[i] = mangled[i] == 'A' ? 'B' : 'A';
            var read = Continuations.Read("participants", new string(mangled));
            // The last character carries unused bits, so that another one may spell the same bytes.
            Assert.True(read is null || (i == token.Length - 1 && read == "g07|村-003"));
        }
    }

    [Theory]
    [InlineData("")]
    [InlineData("%%%")]
    [InlineData("AAAA")]
    [InlineData("村")]
    public void Continuation_Noise_IsRefused(string token) => Assert.Null(Continuations.Read("participants", token));

    static HttpRequest Request(string query)
    {
        var request = new DefaultHttpContext().Request;
        request.QueryString = new QueryString(query);
        return request;
    }
}
