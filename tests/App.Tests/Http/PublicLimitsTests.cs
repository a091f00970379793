using System.Net;
using Campaigns.App.Http;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Options;
using Xunit;

namespace Campaigns.App.Tests.Http;

public sealed class PublicLimitsTests(StorageFixture fixture) : IClassFixture<StorageFixture>
{
    [Fact]
    public void Refuses_BeyondTheLimit_ByAddressAndBySort()
    {
        using var limits = Limits(new() { PublicReads = 3, PublicWrites = 2 });

        Assert.All(Enumerable.Range(0, 3), _ => Assert.Null(limits.Refuses("GetHonours", From("192.0.2.1"))));
        Assert.InRange(limits.Refuses("GetHonours", From("192.0.2.1"))!.Value, TimeSpan.FromSeconds(1), TimeSpan.FromMinutes(1));
        Assert.NotNull(limits.Refuses("GetPublicNotice", From("192.0.2.1")));

        Assert.Null(limits.Refuses("GetHonours", From("192.0.2.2")));
        Assert.Null(limits.Refuses("CastBallot", From("192.0.2.1", method: "POST")));
        Assert.Null(limits.Refuses("FileReport", From("192.0.2.1", method: "POST")));
        Assert.NotNull(limits.Refuses("FileObjection", From("192.0.2.1", method: "POST")));
        Assert.All(Enumerable.Range(0, 9), _ => Assert.Null(limits.Refuses("GetMe", From("192.0.2.1"))));
    }

    [Fact]
    public void Refuses_NobodyWhereThereIsNoLimit()
    {
        using var limits = Limits(new() { PublicReads = 0, PublicWrites = 0 });

        Assert.All(Enumerable.Range(0, 500), _ => Assert.Null(limits.Refuses("CastBallot", From("192.0.2.1", method: "POST"))));
    }

    [Theory]
    [InlineData(0, "203.0.113.7", "192.0.2.1")]
    [InlineData(1, "203.0.113.7", "203.0.113.7")]
    [InlineData(1, "198.51.100.9, 203.0.113.7:4711", "203.0.113.7")]
    [InlineData(2, "198.51.100.9, 203.0.113.7", "198.51.100.9")]
    [InlineData(2, "203.0.113.7", "192.0.2.1")]
    [InlineData(1, "noise", "192.0.2.1")]
    [InlineData(1, "", "192.0.2.1")]
    [InlineData(1, "[2001:db8:1:2:3:4:5:6]:443", "2001:db8:1:2::")]
    [InlineData(1, "2001:db8:1:2:ffff::1", "2001:db8:1:2::")]
    [InlineData(1, "::ffff:203.0.113.7", "203.0.113.7")]
    public void AddressOf_ForwardedRequest_IsWhatTheTrustedHopSaw(int hops, string forwarded, string expected)
    {
        using var limits = Limits(new() { ForwardedHops = hops });

        Assert.Equal(IPAddress.Parse(expected), limits.AddressOf(From("192.0.2.1", forwarded)));
    }

    [Fact]
    public async Task PublicRoute_AskedTooOften_Is429WithRetryAfter_AndTheOthersGoOn()
    {
        await using var api = await ApiUnderTest.StartAsync(fixture);
        async Task<Reply> VoteAsync() =>
            await api.SendAsync(HttpMethod.Post, $"api/v1/cycles/{api.Cycle}/votes/people/ballots", null, """{"code":"AAAA","option":"good"}""");

        var last = await VoteAsync();
        for (var i = 0; i < new PublicLimitOptions().PublicWrites; i++)
            last = await VoteAsync();

        Assert.Equal("tooManyRequests", last.Is(429).Code);
        Assert.InRange(int.Parse(last.Headers["Retry-After"], System.Globalization.CultureInfo.InvariantCulture), 1, 60);
        Assert.Equal(("nosniff", "no-store"), (last.Headers["X-Content-Type-Options"], last.Headers["Cache-Control"]));
        (await api.GetAsync($"api/v1/notices/{api.Cycle}", null)).Is(200);
        (await api.GetAsync(api.Path("v-01"), api.Reporter("v-01"))).Is(200);
    }

    private static PublicLimits Limits(PublicLimitOptions options) => new(Options.Create(options));

    private static DefaultHttpContext From(string address, string forwarded = "", string method = "GET")
    {
        var http = new DefaultHttpContext();
        http.Connection.RemoteIpAddress = IPAddress.Parse(address);
        http.Request.Method = method;
        if (forwarded.Length > 0)
            http.Request.Headers["X-Forwarded-For"] = forwarded;
        return http;
    }
}
