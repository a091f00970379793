#!/usr/bin/env bash
# Makes the app registrations. Safe to repeat. Needs the Azure CLI, signed in as somebody who may register applications.
#   register.sh NAME                      before the first deployment: the API's, with the seven app roles and sign-in on the pages; prints clientId
#   register.sh NAME in GROUP [ADDRESS]   after it: the sign-in page's address, and trust in the app's identity instead of a secret
#   register.sh NAME mail                 for Communication Services: the application that signs in to SMTP; prints mailApplicationId,
#                                         mailApplicationPrincipalId, and a new secret of a year, to deploy once as MAIL_PASSWORD
#   register.sh NAME deployer REPOSITORY ENVIRONMENT GROUP    for the workflow: an application that GitHub signs in as, without a secret. REPOSITORY is
#                                         OWNER/NAME; since mid-2026 new ones have ids in it: sub_claim_prefix, without "repo:", of
#                                         gh api repos/OWNER/NAME/actions/oidc/customization/sub
set -euo pipefail
usage=$(sed -n "3,9s/^# \{0,1\}//p" "$0")
name=${1:-}
[ -n "$name" ] || { printf "%s\n" "$usage" >&2; exit 2; }
what=${2:-api}
here=$(dirname "$(realpath "$0")")
title="Campaigns $name"

application() { # TITLE: the application of that title, made where it is missing, and the principal that it acts as here
  local id
  id=$(az ad app list --filter "displayName eq '$1'" --query "[0].appId" --output tsv)
  [ -n "$id" ] || id=$(az ad app create --display-name "$1" --sign-in-audience AzureADMyOrg --query appId --output tsv)
  az ad sp show --id "$id" --output none 2>/dev/null || az ad sp create --id "$id" --output none
  printf '%s' "$id"
}
trust() { # APPLICATION NAME ISSUER SUBJECT: tokens of that subject stand for the application
  local known how=(create)
  known=$(az ad app federated-credential list --id "$1" --query "[?name=='$2'].id | [0]" --output tsv)
  # In another region or a new group the app has another identity.
  [ -z "$known" ] || how=(update --federated-credential-id "$known")
  az ad app federated-credential "${how[@]}" --id "$1" --output none --parameters \
    "{ \"name\": \"$2\", \"issuer\": \"$3\", \"subject\": \"$4\", \"audiences\": [\"api://AzureADTokenExchange\"] }"
}

case $what in
  api)
    app=$(application "$title")
    az ad app update --id "$app" --identifier-uris "api://$app" --app-roles @"$here/approles.json"
    # Version 2 tokens, and one delegated scope that every sign-in asks for.
    object=$(az ad app show --id "$app" --query id --output tsv)
    az rest --method PATCH --url "https://graph.microsoft.com/v1.0/applications/$object" --headers "Content-Type=application/json" --body '{
      "api": {
        "requestedAccessTokenVersion": 2,
        "oauth2PermissionScopes": [{
          "id": "6f3c1f0e-52a1-4d0e-9a0b-8b1f7a4c0100", "value": "access_as_user", "type": "User", "isEnabled": true,
          "adminConsentDisplayName": "Use campaigns", "adminConsentDescription": "Use campaigns as the signed-in person.",
          "userConsentDisplayName": "Use campaigns", "userConsentDescription": "Use campaigns as yourself."
        }]
      }
    }'
    # People get roles under "Enterprise applications"; whoever has none is turned away.
    az ad sp update --id "$app" --set appRoleAssignmentRequired=true
    printf 'clientId %s\n' "$app"
    ;;
  in)
    group=${3:?"$usage"}
    app=$(application "$title")
    host=$(az functionapp list --resource-group "$group" --query "[0].defaultHostName" --output tsv)
    back=("https://$host/.auth/login/aad/callback")
    [ -z "${4:-}" ] || back+=("${4%/}/.auth/login/aad/callback")
    az ad app update --id "$app" --web-redirect-uris "${back[@]}" --enable-id-token-issuance true
    identity=$(az identity list --resource-group "$group" --query "[0].principalId" --output tsv)
    trust "$app" app "https://login.microsoftonline.com/$(az account show --query tenantId --output tsv)/v2.0" "$identity"
    ;;
  mail)
    app=$(application "$title mail")
    printf 'mailApplicationId %s\n' "$app"
    printf 'mailApplicationPrincipalId %s\n' "$(az ad sp show --id "$app" --query id --output tsv)"
    printf 'MAIL_PASSWORD %s\n' "$(az ad app credential reset --id "$app" --append --years 1 --query password --output tsv)"
    ;;
  deployer)
    repository=${3:?"$usage"}
    environment=${4:?"$usage"}
    group=${5:?"$usage"}
    app=$(application "$title deployer")
    for each in "$environment" "$environment-preview"; do
      trust "$app" "github-$each" "https://token.actions.githubusercontent.com" "repo:$repository:environment:$each"
    done
    # An owner, since a deployment assigns roles; of this one group and nothing else.
    az role assignment create --assignee-object-id "$(az ad sp show --id "$app" --query id --output tsv)" --assignee-principal-type ServicePrincipal \
      --role Owner --scope "$(az group show --name "$group" --query id --output tsv)" --output none
    printf 'AZURE_CLIENT_ID %s\nAZURE_TENANT_ID %s\nAZURE_SUBSCRIPTION_ID %s\n' "$app" \
      "$(az account show --query tenantId --output tsv)" "$(az account show --query id --output tsv)"
    ;;
  *)
    printf '%s\n' "$usage" >&2
    exit 2
    ;;
esac
