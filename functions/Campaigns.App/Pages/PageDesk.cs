using Campaigns.App.Access;
using Campaigns.Portal;
using Campaigns.Portal.Layout;
using Campaigns.Portal.Messages;
using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Campaigns.App.Pages;

/// <summary>Answers with pages: the frame around them, and what somebody gets to see who may not see the page or asked for one that is not there.</summary>
public sealed class PageDesk(AccessPolicy access, PortalSettings settings)
{
    /// <summary>Null where the caller may; else the way to the sign-in, or a page that says no.</summary>
    public async Task<IResult?> DeniesAsync(Visit visit, Act act, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(visit);
        return await access.MayAsync(visit.Caller, act, null, cancellationToken) switch
        {
            AccessDecision.Denied { Reason: Denial.NotSignedIn } => SendTo(visit, settings.SignInFor(visit.Page)),
            AccessDecision.Denied => Message(
                visit, StatusCodes.Status403Forbidden, "无权查看", "Not for you", "您的角色不能查看这一页。", "None of your roles may see this page."),
            _ => null,
        };
    }

    public IResult NotFound(Visit visit) => Message(
        visit, StatusCodes.Status404NotFound, "没有这一页", "There is no such page",
        "可能是链接有误，或者这一年度还没有开始。", "The link may be wrong, or the year has not started yet.");

    /// <summary>The page of a component that takes <c>Frame</c> and the parameters given.</summary>
    public static IResult Show<TPage>(Visit visit, Frame frame, int status, params ReadOnlySpan<(string Name, object? Value)> parameters)
        where TPage : IComponent
    {
        ArgumentNullException.ThrowIfNull(visit);
        NeverKept(visit);
        var all = new Dictionary<string, object?> { ["Frame"] = frame };
        foreach (var (name, value) in parameters)
            all[name] = value;
        return new RazorComponentResult<TPage>((IReadOnlyDictionary<string, object?>)all) { StatusCode = status, PreventStreamingRendering = true };
    }

    /// <summary>The frame of a page of some campaign (its zone), or of none.</summary>
    public Frame FrameOf(Visit visit, string? zone = null)
    {
        ArgumentNullException.ThrowIfNull(visit);
        return new Frame(new Locale(visit.Language, zone ?? Locale.DefaultZone))
        {
            Person = visit.Caller.IsSignedIn ? visit.Caller.Name : null,
            SignOut = visit.Caller.IsSignedIn ? new(settings.SignOutMethod, settings.SignOutPath) : null,
            InLanguage = Locale.Languages.ToDictionary(l => l, visit.In),
        };
    }

    /// <summary>Sends the browser to another path of this host.</summary>
    public static IResult SendTo(Visit visit, string path)
    {
        ArgumentNullException.ThrowIfNull(visit);
        NeverKept(visit);
        return Results.LocalRedirect(path);
    }

    // Pages show a person's own notices; a shared machine must not keep them.
    static void NeverKept(Visit visit) => visit.Request.HttpContext.Response.Headers.CacheControl = "no-store";

    IResult Message(Visit visit, int status, string titleZh, string titleEn, string textZh, string textEn)
    {
        var frame = FrameOf(visit);
        return Show<MessagePage>(
            visit, frame, status,
            (nameof(MessagePage.Title), frame.Locale.Say(titleZh, titleEn)), (nameof(MessagePage.Text), frame.Locale.Say(textZh, textEn)));
    }
}
