using System.Security.Cryptography;
using System.Text.Json.Nodes;
using Xunit;

namespace Campaigns.App.Tests.Uploads;

/// <summary>What a phone on a bad line does: the public's own client, a long file, a line that breaks (D1).</summary>
public sealed class TusClientTests(StorageFixture fixture) : IClassFixture<StorageFixture>
{
    private const int Length = 200 * 1024 * 1024;

    [Fact]
    public async Task Upload_OverALineThatBreaksTenTimes_IsResumedEachTimeAndSealedAsItWas()
    {
        await using var api = await ApiUnderTest.StartAsync(fixture);
        await using var line = new CuttingProxy(api.Address, every: 17 * 1024 * 1024, cuts: 10);
        var path = Path.Combine(Path.GetTempPath(), Path.GetRandomFileName() + ".mp4");
        try
        {
            var sha256 = await WriteVideoAsync(path);
            var said = JsonNode.Parse(await TusClient.UploadAsync(
                new Uri(line.Address, "api/v1/uploads"), path, api.Reporter("v-01"), chunk: 48 * 1024 * 1024, new Dictionary<string, string>
                {
                    ["filename"] = "现场会 录像.mp4",
                    ["cycle"] = api.Cycle,
                    ["track"] = "village",
                    ["unit"] = "v-01",
                    ["phase"] = "q1",
                    ["clause"] = "order",
                }))!;

            Assert.True((int)said["failures"]! >= 10, said.ToJsonString());
            Assert.True(line.CutsLeft <= 0);
            var listed = Assert.Single((await api.GetAsync(api.Path("v-01", "sheets/q1/evidence"), api.Reporter("v-01"))).Is(200).Json["items"]!.AsArray())!;
            Assert.Equal((Length, sha256, "video/mp4"), ((int)listed["size"]!, (string)listed["sha256"]!, (string)listed["type"]!));
        }
        finally
        {
            File.Delete(path);
        }
    }

    private static async Task<string> WriteVideoAsync(string path)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        await using var file = File.Create(path);
        var block = new byte[1024 * 1024];
        for (var i = 0; i < Length / block.Length; i++)
        {
            new byte[] { (byte)i, (byte)(i >> 8), 7 }.CopyTo(block, block.Length / 2);
            if (i == 0)
                "\0\0\0\u0018ftypisom"u8.CopyTo(block);
            else
                block.AsSpan(0, 12).Fill((byte)i);
            hash.AppendData(block);
            await file.WriteAsync(block);
        }
        return Convert.ToHexStringLower(hash.GetHashAndReset());
    }
}
