using System.Security.Cryptography;
using System.Text;
using Azure.Core;
using Azure.Core.Pipeline;
using Azure.Storage;
using Azure.Storage.Blobs;
using Azure.Storage.Blobs.Models;
using Campaigns.Local.Tests.Emulator;
using Xunit;

namespace Campaigns.Local.Tests.Compat.Hashing;

// The real Azure.Storage.Blobs, over the stand-in for the one package of its graph that is missing.
public sealed class BlobClientTests(AzuriteFixture fixture) : IClassFixture<AzuriteFixture>
{
    [Theory]
    [InlineData(StorageChecksumAlgorithm.None)]
    [InlineData(StorageChecksumAlgorithm.MD5)]
    public async Task Upload_ThenDownload_GivesTheSameBytes(StorageChecksumAlgorithm checksum)
    {
        var container = new BlobContainerClient(fixture.ConnectionString, AzuriteFixture.NewPrefix());
        await container.CreateAsync();
        var bytes = Enumerable.Range(0, 6_000_000).Select(i => (byte)(i * 31)).ToArray();
        var blob = container.GetBlobClient("文件/一.bin");

        await blob.UploadAsync(new MemoryStream(bytes), new BlobUploadOptions
        {
            TransferOptions = new StorageTransferOptions { InitialTransferSize = 1_000_000, MaximumTransferSize = 1_000_000 },
            TransferValidation = new UploadTransferValidationOptions { ChecksumAlgorithm = checksum },
        });
        var back = await blob.DownloadContentAsync();

        Assert.Equal(SHA256.HashData(bytes), SHA256.HashData(back.Value.Content));
    }

    [Fact]
    public async Task Upload_WithCrc64_SendsTheChecksumOfTheContent()
    {
        var sent = new HeaderWatch("x-ms-content-crc64");
        var options = new BlobClientOptions();
        options.AddPolicy(sent, HttpPipelinePosition.PerRetry);
        options.Retry.MaxRetries = 0;
        var container = new BlobContainerClient(fixture.ConnectionString, AzuriteFixture.NewPrefix(), options);
        await container.CreateAsync();

        // The emulator knows no CRC-64 and refuses it, after it was computed and sent.
        await Assert.ThrowsAsync<Azure.RequestFailedException>(() => container.GetBlobClient("x").UploadAsync(
            new MemoryStream(Encoding.ASCII.GetBytes("123456789")),
            new BlobUploadOptions { TransferValidation = new UploadTransferValidationOptions { ChecksumAlgorithm = StorageChecksumAlgorithm.StorageCrc64 } }));

        Assert.Equal(Crc64("123456789"u8), Convert.FromBase64String(sent.Value!));
    }

    // The definition, bit by bit: CRC-64/NVME, reflected, which is what the storage service uses.
    private static byte[] Crc64(ReadOnlySpan<byte> data)
    {
        const ulong polynomial = 0x9A6C9329AC4BC9B5;
        var crc = ulong.MaxValue;
        foreach (var value in data)
        {
            crc ^= value;
            for (var bit = 0; bit < 8; bit++)
            {
                crc = (crc & 1) == 0 ? crc >> 1 : (crc >> 1) ^ polynomial;
            }
        }

        return BitConverter.GetBytes(~crc);
    }

    private sealed class HeaderWatch(string header) : HttpPipelineSynchronousPolicy
    {
        public string? Value { get; private set; }

        public override void OnSendingRequest(HttpMessage message)
        {
            if (message.Request.Headers.TryGetValue(header, out var value))
            {
                Value = value;
            }
        }
    }
}
