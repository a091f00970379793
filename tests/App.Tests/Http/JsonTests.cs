using System.Text;
using System.Text.Json;
using Campaigns.App.Http;
using Microsoft.AspNetCore.Http;
using Xunit;

namespace Campaigns.App.Tests.Http;

public sealed class JsonTests
{
    [Theory]
    [InlineData("", "$", "a JSON body is required")]
    [InlineData("null", "$", "must not be null")]
    [InlineData("{", "$", "1:")]
    [InlineData("[]", "$", "wrong type")]
    [InlineData("{\"name\":1,\"count\":1,\"kind\":\"red\"}", "$.name", "wrong type")]
    [InlineData("{\"name\":null,\"count\":1,\"kind\":\"red\"}", "$.name", "must not be null")]
    [InlineData("{\"name\":\"a\",\"count\":99999999999,\"kind\":\"red\"}", "$.count", "out of range")]
    [InlineData("{\"name\":\"a\",\"count\":1e999,\"kind\":\"red\"}", "$.count", "out of range")]
    [InlineData("{\"name\":\"a\",\"count\":\"1\",\"kind\":\"red\"}", "$.count", "wrong type")]
    [InlineData("{\"name\":\"a\",\"count\":1,\"kind\":\"blue\"}", "$.kind", "wrong type")]
    [InlineData("{\"name\":\"a\",\"count\":1,\"kind\":0}", "$.kind", "wrong type")]
    [InlineData("{\"name\":\"a\",\"count\":1}", "$", "kind")]
    [InlineData("{\"name\":\"a\",\"count\":1,\"kind\":\"red\",\"colour\":2}", "$.colour", "colour")]
    [InlineData("{\"name\":\"a\",\"name\":\"b\",\"count\":1,\"kind\":\"red\"}", "$.name", "name")]
    [InlineData("{\"name\":\"\\ud800\",\"count\":1,\"kind\":\"red\"}", "$.name", "")]
    [InlineData("{\"name\":\"a\",\"count\":1,\"kind\":\"red\",\"points\":{\"deeds\":1e99}}", "$.points.deeds", "out of range")]
    [InlineData("{\"name\":\"a\",\"count\":1,\"kind\":\"red\"} x", "$", "1:")]
    public async Task Read_BadBody_IsA400ThatNamesThePath(string body, string path, string says)
    {
        var problem = await ProblemOf(Request(body));

        Assert.Equal((400, "badRequest"), (problem.Status, problem.Code));
        var (where, messages) = Assert.Single(problem.Errors!);
        Assert.Equal(path, where);
        Assert.Contains(says, Assert.Single(messages), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Read_NestedTooDeep_IsA400()
    {
        var problem = await ProblemOf(Request(new string('[', 5000)));

        Assert.Equal(400, problem.Status);
    }

    [Fact]
    public async Task Read_InvalidUtf8_IsA400()
    {
        var problem = await ProblemOf(Request([.. "{\"name\":\""u8, 0xff, 0xfe, .. "\"}"u8]));

        Assert.Equal(("$", "is not valid UTF-8"), (problem.Errors!.Single().Key, problem.Errors!.Single().Value[0]));
    }

    [Theory]
    [InlineData("text/plain", 415)]
    [InlineData("application/json; charset=gb2312", 415)]
    [InlineData("", 415)]
    public async Task Read_OtherMediaType_Is415(string type, int status)
    {
        var request = Request(Good);
        request.ContentType = type;

        Assert.Equal(status, (await ProblemOf(request)).Status);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Read_LargerThanItsLimit_Is413(bool declared)
    {
        var request = Request(Good);
        if (!declared) request.ContentLength = null;

        Assert.Equal(413, Problem(await Json.ReadAsync<Sample>(request, 10)).Status);
    }

    [Fact]
    public async Task Read_GoodBody_GivesTheValueAndTheHashOfItsBytes()
    {
        var read = await Json.ReadAsync<Sample>(Request(Good));

        Assert.True(read.TryGet(out var value, out _));
        Assert.Equal(("大河", 3, Colour.Red, 0.5m), (value.Name, value.Count, value.Kind, value.Points!["deeds"]));
        Assert.Equal(Json.Hash(Encoding.UTF8.GetBytes(Good)), read.Hash);
    }

    [Fact]
    public async Task ReadOptional_NoBody_IsFine()
    {
        var read = await Json.ReadOptionalAsync<Sample>(Request(""));

        Assert.True(read.TryGet(out var body, out _));
        Assert.Null(body.Value);
    }

    [Fact]
    public void Write_ChineseAndEnums_AreReadable()
    {
        Assert.Equal("{\"name\":\"大河村\",\"count\":1,\"kind\":\"darkRed\",\"points\":null}", Answers.Text(new Sample("大河村", 1, Colour.DarkRed)));
    }

    [Fact]
    public void Parse_AnyBytes_AnswersAndNeverThrows()
    {
        // Mutations of a good document reach further into the reader than noise would.
        var good = Encoding.UTF8.GetBytes(Good);
        var seed = 20260101u;
        uint Next() => seed = seed * 1664525u + 1013904223u;
        for (var i = 0; i < 5000; i++)
        {
            var bytes = good.ToArray();
            for (var changes = 0; changes <= i % 4; changes++) bytes[Next() % (uint)bytes.Length] = (byte)(Next() >> 16);
            var parsed = Json.Parse<Sample>(bytes);
            Assert.True(parsed.TryGet(out _, out var problem) || Assert.IsType<ProblemAnswer>(problem).Value.Status == 400);
        }
    }

    const string Good = "{\"name\":\"大河\",\"count\":3,\"kind\":\"red\",\"points\":{\"deeds\":0.5}}";

    static HttpRequest Request(string body) => Request(Encoding.UTF8.GetBytes(body));

    static HttpRequest Request(byte[] body)
    {
        var request = new DefaultHttpContext().Request;
        request.ContentType = "application/json; charset=utf-8";
        request.ContentLength = body.Length;
        request.Body = new MemoryStream(body);
        return request;
    }

    static async Task<Problem> ProblemOf(HttpRequest request) => Problem(await Json.ReadAsync<Sample>(request));

    static Problem Problem<T>(Parsed<T> parsed)
        where T : notnull
    {
        Assert.False(parsed.TryGet(out _, out var problem));
        return Assert.IsType<ProblemAnswer>(problem).Value;
    }

    public sealed record Sample(string Name, int Count, Colour Kind, IReadOnlyDictionary<string, decimal>? Points = null);

    public enum Colour
    {
        Red,
        DarkRed,
    }
}
