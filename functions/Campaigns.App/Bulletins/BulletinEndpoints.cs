using System.Text;
using Campaigns.App.Access;
using Campaigns.App.Documents;
using Campaigns.App.Http;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;

namespace Campaigns.App.Bulletins;

/// <summary>Bulletins over HTTP: the list, and each as a page or DOCX in the language asked for (<c>?language=en</c>, or the reader's own).</summary>
public sealed class BulletinEndpoints(AccessPolicy access, BulletinPress press)
{
    [Function(nameof(ListBulletins))]
    public async Task<IResult> ListBulletins(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "api/v1/cycles/{cycle}/bulletins")] HttpRequest request,
        string cycle,
        FunctionContext context,
        CancellationToken cancellationToken)
    {
        if (RequestReader.BadRoute(("cycle", cycle)) is { } bad)
            return bad;
        if (await access.DeniesAsync(context.Caller(), Act.ReadBulletins, null, cancellationToken) is { } no)
            return no;
        return Answers.Ok(new Page<PublishedBulletin>(await press.ListAsync(cycle, cancellationToken)));
    }

    [Function(nameof(GetBulletin))]
    public async Task<IResult> GetBulletin(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "api/v1/cycles/{cycle}/bulletins/{bulletin}")] HttpRequest request,
        string cycle,
        string bulletin,
        FunctionContext context,
        CancellationToken cancellationToken)
    {
        if (RequestReader.BadRoute(("cycle", cycle), ("bulletin", bulletin)) is { } bad)
            return bad;
        if (await access.DeniesAsync(context.Caller(), Act.ReadBulletins, null, cancellationToken) is { } no)
            return no;
        var query = new RequestReader(request);
        var (format, language) = (DocumentAnswer.FormatOf(request, query), DocumentAnswer.LanguageOf(query, context.Caller().Language));
        if (query.Problem is { } unreadable)
            return unreadable;
        if (format is PrintFormat.Docx)
        {
            return await press.FiguresAsync(cycle, bulletin, cancellationToken) is { } figures
                ? DocumentAnswer.Of(BulletinPrint.Of(figures, language), format, $"{cycle}-{bulletin}")
                : Problems.NotFound($"bulletin {bulletin} of cycle {cycle} with its figures");
        }
        return await press.ReadAsync(cycle, bulletin, language, cancellationToken) is { } html
            ? Results.Text(html, "text/html; charset=utf-8", Encoding.UTF8)
            : Problems.NotFound($"bulletin {bulletin} of cycle {cycle}");
    }
}
