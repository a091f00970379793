using System.Diagnostics;
using System.Globalization;
using System.Net.Http.Headers;
using Azure.Storage.Blobs;
using Azure.Storage.Blobs.Specialized;
using Campaigns.Local.Rehearsal;

namespace Campaigns.Benchmarks;

/// <summary>
/// Files of 16 MB, eight at once, through the app (as a form and as one piece of a resumable upload) and straight to the blob, next to the same bytes put into
/// the same emulator by blocks; then fifty at once. Prints the rates, and the most memory of the process.
/// </summary>
internal static class EvidenceCosts
{
    private const int Size = 16 * 1024 * 1024;
    private const int AtOnce = 8;
    private const int Rounds = 4;
    private const int Block = 4 * 1024 * 1024;
    private const int Crowd = 50;
    private const int MostOfCrowd = 600;

    /// <summary>Prints the table; the exit code is 0 whatever was measured, since seconds belong to the machine.</summary>
    public static async Task<int> PrintAsync(CancellationToken cancellation)
    {
        await using var quarter = await OpenQuarter.StartAsync(3, indexed: true, cancellation);
        var files = new Files(quarter);
        var container = new BlobServiceClient(quarter.Storage).GetBlobContainerClient("raw");
        await container.CreateIfNotExistsAsync(cancellationToken: cancellation);
        Func<int, CancellationToken, Task> raw = (n, token) => PutAsync(container.GetBlockBlobClient($"{n}"), files.Content(n), token);
        Func<int, CancellationToken, Task> form = files.PostFormAsync;
        Func<int, CancellationToken, Task> piece = files.PostPieceAsync;
        // First, so that the process holds nothing of the other measurements.
        await PrintCrowdAsync(files, cancellation);
        foreach (var way in new[] { raw, form, piece })
            await MeasureAsync(way, cancellation);

        var (rawSeconds, formSeconds, pieceSeconds) = (0.0, 0.0, 0.0);
        for (var round = 0; round < Rounds; round++)
        {
            rawSeconds += await MeasureAsync(raw, cancellation);
            formSeconds += await MeasureAsync(form, cancellation);
            pieceSeconds += await MeasureAsync(piece, cancellation);
        }
        Console.WriteLine($"{"evidence, 8 x 16 MB",-40}{"MB/s",10}{"ratio",10}{"at least",10}");
        Print("raw, by blocks", rawSeconds, null);
        Print("through the app, form", formSeconds, rawSeconds);
        Print("through the app, resumable", pieceSeconds, rawSeconds);
        return 0;

        static void Print(string what, double seconds, double? raw) => Console.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"{what,-40}{Rounds * AtOnce * (Size / 1048576.0) / seconds,10:0}{(raw is { } r ? $"{r / seconds,10:0.00}{0.65,10:0.00}" : "")}"));
    }

    /// <summary>Fifty files at once, and the most memory that the process, which holds app and clients both, had while they came.</summary>
    private static async Task PrintCrowdAsync(Files files, CancellationToken cancellation)
    {
        using var done = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        var watching = WatchAsync(done.Token);
        await Task.WhenAll(Enumerable.Range(0, Crowd).Select(_ => files.PostPieceAsync(Interlocked.Increment(ref _next), cancellation)));
        await done.CancelAsync();
        var most = await watching / 1048576.0;
        Console.WriteLine(string.Create(
            CultureInfo.InvariantCulture, $"{$"{Crowd} x 16 MB at once, process at most",-40}{most,10:0} MB{"",7}{MostOfCrowd,10} MB"));
    }

    private static async Task<long> WatchAsync(CancellationToken until)
    {
        using var self = Process.GetCurrentProcess();
        long most = 0;
        using var every = new PeriodicTimer(TimeSpan.FromMilliseconds(50));
        do
        {
            self.Refresh();
            most = Math.Max(most, self.WorkingSet64);
        }
        while (!until.IsCancellationRequested && await TickAsync());
        return most;

        async Task<bool> TickAsync()
        {
            try
            {
                return await every.WaitForNextTickAsync(until);
            }
            catch (OperationCanceledException)
            {
                return false;
            }
        }
    }

    private static int _next;

    private static async Task<double> MeasureAsync(Func<int, CancellationToken, Task> act, CancellationToken cancellation)
    {
        var since = Stopwatch.GetTimestamp();
        await Task.WhenAll(Enumerable.Range(0, AtOnce).Select(_ => act(Interlocked.Increment(ref _next), cancellation)));
        return Stopwatch.GetElapsedTime(since).TotalSeconds;
    }

    private static async Task PutAsync(BlockBlobClient blob, byte[] content, CancellationToken cancellation)
    {
        var ids = new List<string>();
        for (var offset = 0; offset < content.Length; offset += Block)
        {
            ids.Add(Convert.ToBase64String(BitConverter.GetBytes(offset)));
            await blob.StageBlockAsync(ids[^1], new MemoryStream(content, offset, Math.Min(Block, content.Length - offset)), cancellationToken: cancellation);
        }
        await blob.CommitBlockListAsync(ids, cancellationToken: cancellation);
    }

    /// <summary>Sends files as people do, with tokens that are validated.</summary>
    private sealed class Files(OpenQuarter quarter)
    {
        private readonly byte[] _content = Pdf();

        // Every file is another: the same bytes for the same clause would be the same evidence.
        public byte[] Content(int n)
        {
            var content = (byte[])_content.Clone();
            BitConverter.TryWriteBytes(content.AsSpan(100), n);
            return content;
        }

        public async Task PostFormAsync(int n, CancellationToken cancellation)
        {
            var participant = quarter.Participants[n % quarter.Participants.Count];
            var answer = await quarter.Api.UploadAsync(
                quarter.Roster.ReporterOf(participant.Unit)!,
                $"{quarter.PathOf(participant)}/sheets/{OpenQuarter.Phase}/evidence?clause={quarter.ClauseOf(participant)}",
                new EvidenceFile($"{n}.pdf", "application/pdf", Content(n)), $"form-{n}", cancellation);
            if (!answer.IsSuccess)
                throw new InvalidOperationException($"A file was refused: {answer.Body?.ToJsonString()}");
        }

        public async Task PostPieceAsync(int n, CancellationToken cancellation)
        {
            var participant = quarter.Participants[n % quarter.Participants.Count];
            var metadata = new Dictionary<string, string>
            {
                ["filename"] = $"{n}.pdf",
                ["cycle"] = quarter.Cycle,
                ["track"] = participant.Track,
                ["unit"] = participant.Unit,
                ["phase"] = OpenQuarter.Phase,
                ["clause"] = quarter.ClauseOf(participant),
            };
            using var request = new HttpRequestMessage(HttpMethod.Post, "api/v1/uploads") { Content = new Numbered(_content, n) };
            request.Content.Headers.ContentType = new MediaTypeHeaderValue("application/offset+octet-stream");
            request.Headers.Add("Tus-Resumable", "1.0.0");
            request.Headers.Add("Upload-Length", Size.ToString(CultureInfo.InvariantCulture));
            request.Headers.Add(
                "Upload-Metadata", string.Join(',', metadata.Select(m => $"{m.Key} {Convert.ToBase64String(System.Text.Encoding.UTF8.GetBytes(m.Value))}")));
            using var answer = await quarter.SendAsync(quarter.Roster.ReporterOf(participant.Unit)!, request, cancellation);
            answer.EnsureSuccessStatusCode();
        }

        /// <summary>The same bytes but for a number, which the clients share.</summary>
        private sealed class Numbered(byte[] content, int n) : HttpContent
        {
            protected override async Task SerializeToStreamAsync(Stream stream, System.Net.TransportContext? context)
            {
                await stream.WriteAsync(content.AsMemory(0, 100));
                await stream.WriteAsync(BitConverter.GetBytes(n));
                await stream.WriteAsync(content.AsMemory(104));
            }

            protected override bool TryComputeLength(out long length)
            {
                length = content.Length;
                return true;
            }
        }

        private static byte[] Pdf()
        {
            var content = new byte[Size];
            new Random(1).NextBytes(content);
            "%PDF-1.7\n"u8.CopyTo(content);
            return content;
        }
    }
}
