/** The table of finding families, Spanish and English, folded; `familyAbbreviations.ts` adds to it. */

/** One family; the fields are those of `Family`. */
export interface FamilyRow {
  readonly id: string;
  readonly group?: string;
  readonly organ?: string;
  readonly expected?: true;
  /** Words in Findings that support it beside those of its group; '' where none. */
  readonly support?: string;
  readonly sign?: true;
  readonly words: string;
}

/** Group of growths and lesions. */
export const focal = 'focal';
const focalSupport = `hypodens*; hipodens*; hypoattenuat*; hypoecho*; hipoeco*; uptake*; captacion*; enhanc*; realce*; opacit*; opacidad*; infiltr*; thicken*; engrosam*;
  densit*; densidad*; distor*; deposit*; lucen*; marrow; soft tissue; stricture*; estenosis; stenos*; observation*; loe; loes; lytic; litic*; blastic*; sclerot*; esclero*; polyp*; polipo*; filling defect*; defecto*; avid; hypermetabol*; hipermetabol*; focus; foci; foco*; collection*; coleccion*`;
const benignSupport = `hypodens*; hipodens*; hypoattenuat*; hypoecho*; hipoeco*; uptake*; captacion*; enhanc*; realce*; densit*; densidad*; observation*; loe; loes; lytic; litic*; blastic*; sclerot*; esclero*; polyp*; polipo*; filling defect*; defecto*; focus; foci; foco*; calcific*; calcified; polimiomat*; miomat*; fibroid*; nodul*; lesion*; mass|masses; masa|masas; cyst*; quist*; heterogen*; fat|fatty; grasa|graso; hyperecho*; hiperecog*; hiperecoic*; hyperdens*; hiperdens*; bulky; lobul*; anechoic; anecoic*; fluid; liquid*; unilocular; echoes; avascular; coarse`;
const cystSupport = `${focalSupport}; cyst*; quist*; anechoic; anecoic*; fluid; liquid*; lesion*; follic*; folicul*; nodul*; mass; masa; unilocular; echoes; avascular; lucen*`;
export const familyRows: readonly FamilyRow[] = [
  {
    id: 'none',
    words:
      'mass effect; efecto de masa; body mass; masa muscular; masa corporal; masa osea; cystic artery; air fluid; mass like; calculus free; line of; tear drop; fat stranding; nodular contour; contorno nodular; stroke team|code|unit; codigo ictus; unidad de ictus; fine needle; ventricular mass; masas laterales; masa lateral; lateral mass|masses; bone mass; % de la masa; interstitial pneumonia*; neumonia|neumonias intersticial|intersticiales|organizada; organizing|organising pneumonia; progresion|retraso|evolucion de|en la consolidacion; consolidacion de la fractura; consolidacion osea; bladder tumor marker; stroke consultant|registrar|physician|nurse|ward|centre|center|clinic|doctor|on|neurology; fractura mayor; major fracture|fractures; riesgo de fractura; fracture risk; frax; fractura del nino',
  },
  {
    id: 'mass',
    group: focal,
    expected: true,
    support: focalSupport,
    words:
      'mass|masses; masa|masas; tumor|tumors; tumour|tumours; tumores; tumoracion*; neoplas*; neoformac*',
  },
  {
    id: 'malignancy',
    group: focal,
    words:
      'carcinoma*; adenocarcinoma*; cancer|cancers|cancerous; sarcoma*; glioblastoma*; glioma*; melanoma*; malignan*; hepatocarcinoma*; lymphoma*; linfoma*',
  },
  { id: 'metastasis', group: focal, expected: true, support: focalSupport, words: 'metasta*; carcinomat*' },
  {
    id: 'nodule',
    group: focal,
    support: focalSupport,
    words:
      'nodule|nodules; nodulo|nodulos; micronodul*; nodular opacity|opacities|density|densities|lesion|lesions; opacidad|opacidades|imagen|imagenes|lesion|lesiones|densidad nodular|nodulares',
  },
  { id: 'lesion', group: focal, words: 'lesion|lesions; lesiones; loe|loes; observation|observations' },
  {
    id: 'benign',
    group: focal,
    support: benignSupport,
    words:
      'adenoma*; hemangioma*; angioma*; lipoma*; fibroadenoma*; meningioma*; mioma*; fibroid*; leiomyoma*; granuloma*; osteoma*; enchondroma*; encondroma*; angiomyolip*; angiomiolip*; hamartoma*; polyp|polyps; polipo*; dermoid|dermoids',
  },
  {
    id: 'cyst',
    group: focal,
    support: cystSupport,
    words:
      'cyst|cysts; quiste|quistes; cystic lesion; lesion|imagen|formacion|estructura quistica; lesiones|imagenes|formaciones|estructuras quisticas; imagen|formacion anecoica',
  },
  {
    id: 'pleural effusion',
    group: 'effusion',
    organ: 'pleura',
    support: `blunt*; pinzamiento; obliter*; borramiento; meniscus sign; fluid; liquido; opacif*`,
    words:
      'pleural effusion*; pleural fluid; derrame|derrames pleural|pleurales; hydrothorax; hidrotorax; hemothorax; hemotorax',
  },
  { id: 'effusion', group: 'effusion', words: 'effusion|effusions; derrame|derrames' },
  {
    id: 'pericardial effusion',
    group: 'pericardial effusion',
    organ: 'heart',
    words: 'pericardial effusion*; derrame pericardico; pericardial fluid',
  },
  {
    id: 'joint effusion',
    group: 'joint effusion',
    organ: 'knee',
    words: 'joint effusion*; derrame articular; knee effusion; derrame en rodilla',
  },
  {
    id: 'pneumothorax',
    group: 'pneumothorax',
    organ: 'pleura',
    expected: true,
    support: `air collection; pleural line|edge; linea pleural; lung edge; collaps*; colaps*; camara|camaras`,
    words: 'pneumothora*; neumotorax; hydropneumoth*; hidroneumot*',
  },
  {
    id: 'free air',
    group: 'free air',
    organ: 'abdomen',
    expected: true,
    support: `extraluminal; perforac*; perforat*; free gas; gas libre; air under; gas; air below|beneath; crescent; subphrenic; subdiaphragm*; subdiafrag*; subfren*; aire`,
    words:
      'pneumoperiton*; neumoperiton*; free intraperitoneal|peritoneal|abdominal air|gas; free air; aire libre; free gas; gas libre',
  },
  {
    id: 'subdural hemorrhage',
    group: 'bleeding',
    organ: 'brain',
    expected: true,
    support: `hyperdens*; hiperdens*; blood; sangre; hematic*; bleed*; sangrado; collection*; coleccion*; subdural*; epidural*; extradural*; subarach*; subarac*; extra axial; extraaxial*; density; densidad; densities; semilun*; crescent*`,
    words:
      'subdural hematoma*|haematoma*|hemorr*|haemorr*; hematoma|hematomas|hemorragia subdural|subdurales',
  },
  {
    id: 'epidural hemorrhage',
    group: 'bleeding',
    organ: 'brain',
    expected: true,
    support: `hyperdens*; hiperdens*; blood; sangre; hematic*; bleed*; sangrado; collection*; coleccion*; subdural*; epidural*; extradural*; subarach*; subarac*; extra axial; extraaxial*; density; densidad; densities; semilun*; crescent*`,
    words: 'epidural|extradural hematoma*|haematoma*|hemorr*|haemorr*; hematoma epidural',
  },
  {
    id: 'subarachnoid hemorrhage',
    group: 'bleeding',
    organ: 'brain',
    expected: true,
    support: `hyperdens*; hiperdens*; blood; sangre; hematic*; bleed*; sangrado; collection*; coleccion*; subdural*; epidural*; extradural*; subarach*; subarac*; extra axial; extraaxial*; density; densidad; densities; semilun*; crescent*`,
    words: 'subarachnoid hemorr*|haemorr*|blood; hemorragia subaracnoidea; hsa',
  },
  {
    id: 'intracranial hemorrhage',
    group: 'bleeding',
    organ: 'brain',
    expected: true,
    support: `hyperdens*; hiperdens*; blood; sangre; hematic*; bleed*; sangrado; collection*; coleccion*; subdural*; epidural*; extradural*; subarach*; subarac*; extra axial; extraaxial*; density; densidad; densities; semilun*; crescent*`,
    words:
      'intraparenchymal|intracranial|intraventricular|intracerebral|cerebral hemorr*|haemorr*|bleed*|hematoma*|haematoma*; hematoma|hemorragia|hemorragias intraparenquimatoso|intraparenquimatosa|intracraneal|intraventricular|cerebral',
  },
  {
    id: 'hemorrhage',
    group: 'bleeding',
    words: 'hemorrhage|hemorrhages; haemorrhage; hemorragia|hemorragias; hematoma|hematomas; haematoma*',
  },
  {
    id: 'infarct',
    group: 'infarct',
    organ: 'brain',
    support: `restrict*; restricc*; restring*; hypodens*; hipodens*; hyperintens*; hiperintens*; occlu*; oclu*; dwi; difusion; diffusion; loss of gray; borramiento; low attenuation|density; loss of grey|gray; grey|gray white; lacunar|lacunares; lacune*; wedge*; cronic*; chronic; gliosis; encephalomal*; encefalomal*; ischem*; isquem*; perfusion; ground glass`,
    words:
      'infarct|infarcts|infarction|infarctions; infarto|infartos; ictus; stroke|strokes; lacune|lacunes; laguna',
  },
  {
    id: 'pulmonary embolism',
    group: 'embolism',
    organ: 'lung',
    expected: true,
    support: `filling defect*; defecto|defectos de repleccion|replecion|llenado; embol*; thromb*; tromb*; amput*; occlu*; oclu*`,
    words:
      'pulmonary embol*; pulmonary thromboembol*; embolia|embolias|embolismo pulmonar|pulmonares; tromboembolismo pulmonar; tep',
  },
  {
    id: 'filling defect',
    group: 'embolism',
    words: 'filling defect|defects; defecto|defectos de replecion|repleccion',
  },
  {
    id: 'thrombosis',
    group: 'thrombosis',
    support:
      'thromb*; tromb*; filling defect*; defecto*; noncompress*; incompres*; compressib*; compresib*; compression; compresion; occlu*; oclu*; no flow; sin flujo; absent flow; ausencia de flujo; echogenic*; ecogenic*; hyperdens*; hiperdens*; void; blooming; susceptib*; hipointens*; hypointens*; no se rellena; distend*',
    words: 'thrombus|thrombi; trombo|trombos; thrombosis; trombosis',
  },
  {
    id: 'noncompressible vein',
    group: 'thrombosis',
    sign: true,
    words:
      'non compressible; noncompressible; not compressible; incompressible; no compresible|compresibles; incompresible|incompresibles; ausencia de compresibilidad; loss of compressibility; no comprime|comprimen; no se comprime|comprimen',
  },
  {
    id: 'venous thrombosis',
    group: 'thrombosis',
    expected: true,
    support: `noncompress*; incompres*; not compressible; no compresible|compresibles; filling defect*; thromb*; tromb*; compressib*; compresib*; compresion; compression; expanded; ecogenic*; echogenic*; hipoecog*; occup*; ocupad*; ausencia de flujo; absent flow`,
    words: 'deep vein|venous thrombosis; dvt; trombosis venosa profunda; tvp',
  },
  {
    id: 'extra-axial collection',
    group: 'bleeding',
    organ: 'brain',
    words:
      'extra axial|extraaxial collection|collections|fluid; subdural|epidural collection|collections; coleccion|colecciones extraaxial|extraaxiales|subdural|subdurales|epidural|epidurales|extracerebral|extracerebrales',
  },
  {
    id: 'restricted diffusion',
    group: 'infarct',
    organ: 'brain',
    sign: true,
    words:
      'restricted|restricting diffusion; diffusion restriction; restriccion de|en la difusion; restringe|restringen la|en difusion',
  },
  {
    id: 'aortic dissection',
    group: 'dissection',
    organ: 'aorta',
    expected: true,
    support: 'flap; false lumen; luz falsa',
    words:
      'aortic dissection; dissection of the aorta; diseccion aortica; diseccion de aorta; type a|b dissection',
  },
  {
    id: 'aneurysm',
    group: 'aneurysm',
    expected: true,
    support:
      'dilat*; ectas*; ectatic; infrarenal; infrarrenal; mural; saccul*; sacul*; fusiform*; diameter; diametro; calibre; caliber',
    words:
      'aneurysm|aneurysms; aneurisma|aneurismas; aneurysmal; aneurismatic*; pseudoaneur*; seudoaneur*; dilatacion|dilataciones sacular|saculares|aneurismatica|aneurismaticas; saccular dilatation|dilation|outpouching',
  },
  {
    id: 'fracture',
    group: 'fracture',
    expected: true,
    support: `lucen*; luscen*; line|lines; linea; cortical; step; escalon; deform*; collaps*; colapso; avuls*; loss of height; acunam*; wedg*; band|bands; banda|bandas; trazo*; edema; oedema; solucion|soluciones de continuidad; discontinu*; interrup*; hundim*; depress*; desplaz*; displac*; fragment*; aplasta*; angulat*; angulac*; buckl*; torus; rodete`,
    words: 'fracture|fractures|fractured; fractura|fracturas; fx',
  },
  {
    id: 'dislocation',
    group: 'dislocation',
    expected: true,
    words: 'dislocation|dislocations|dislocated; luxacion|luxaciones; subluxation; subluxacion',
  },
  {
    id: 'tear',
    group: 'tear',
    support: `discontinu*; signal; senal; retract*; retracc*; absent; fissur*; fisur*; rupture*; detach*; desinser*; split*; wavy; gap; defect|defects; defecto*; cleft; undersurface; fibras; fibers; fibres; footprint; hyperintens*; hiperintens*; solucion|soluciones de continuidad; extends into`,
    words:
      'tear|tears|torn; rotura|roturas; desgarro*; rupture of the tendon; complete|partial rupture; full thickness rupture; acl|pcl|mcl|lcl|achilles|tendon|ligament|cuff rupture; slap lesion; lesion|lesiones slap; ruptura|rupturas completa|parcial|total|del|de|masiva',
  },
  {
    id: 'torsion',
    group: 'torsion',
    expected: true,
    support: `absent flow; no flow; sin flujo; whirl*; remolino; twist*; absent venous|arterial; ausencia de flujo; pedicul*; pedicle`,
    words:
      'testicular torsion; torsion testicular; torsion of the testis|ovary; ovarian torsion; torsion ovarica|anexial; torsion',
  },
  {
    id: 'ectopic pregnancy',
    group: 'ectopic',
    organ: 'uterus',
    expected: true,
    words: 'ectopic pregnan*; embarazo|gestacion ectopico|ectopica|extrauterino',
  },
  {
    id: 'cord compression',
    group: 'cord compression',
    expected: true,
    organ: 'spine',
    support: `epidural; stenosis; estenosis; compress*; comprim*; displac*; desplaz*; indent*; impront*; myelopath*; mielopat*`,
    words:
      'cord compression; compression of the spinal cord; compression of the cord; compresion medular; compresion de la medula; spinal cord compression; cauda equina compression|syndrome',
  },
  {
    id: 'appendicitis',
    group: 'appendicitis',
    expected: true,
    organ: 'bowel',
    support: 'appendi*; apendic*; blind; ciega; tubular; fecalit*; fecalito',
    words: 'appendicitis; apendicitis',
  },
  {
    id: 'cholecystitis',
    group: 'cholecystitis',
    expected: true,
    organ: 'gallbladder',
    support: `gallbladder; vesicula; vesicul*; murphy; cholecyst*; colecist*; gallstone*`,
    words: 'cholecystitis; colecistitis',
  },
  {
    id: 'diverticulitis',
    group: 'diverticulitis',
    expected: true,
    organ: 'bowel',
    support: 'divertic*',
    words: 'diverticulitis',
  },
  {
    id: 'diverticulosis',
    group: 'diverticulosis',
    organ: 'bowel',
    support: 'divertic*; pouch*; outpouch*; bolsa',
    words: 'diverticulosis; diverticulo|diverticulos; diverticulum; diverticula; pharyngeal pouch; zenker',
  },
  {
    id: 'gallstones',
    group: 'stones',
    organ: 'gallbladder',
    support:
      'stone|stones; litiasis; calcul*; microlit*; lito|litos; shadowing; sombra; hyperechoic; hiperecogenic*; barro',
    words:
      'cholelithiasis; colelitiasis; gallstone|gallstones; litiasis biliar|vesicular; colecistolitiasis; litiasis biliares|vesiculares; litos vesiculares',
  },
  {
    id: 'stone',
    group: 'stones',
    support:
      'stone*; litias*; microlit*; calcified; density; densidad; calcul*; filling defect*; defecto*; lito|litos; shadow*; sombra; hyperdens*; hiperdens*; calcific*; calcic*; radiopac*; hyperecho*; hiperecog*',
    words:
      'stone|stones; calculus|calculi; litiasis; calculo|calculos; urolithiasis; nephrolithiasis; nefrolitiasis; lito|litos',
  },
  {
    id: 'duct stone',
    group: 'stones',
    organ: 'bile duct',
    words:
      'choledocholithiasis; coledocolitiasis; cbd stone|stones; common duct stone|stones; calculo|calculos en el coledoco',
  },
  {
    id: 'hydronephrosis',
    group: 'hydronephrosis',
    organ: 'kidney',
    support: 'dilat*; ectas*; obstruct*; hydrouret*; pelvicaliect*',
    words:
      'hydronephrosis; hidronefrosis; hydroureteronephrosis; ureterohidronefrosis; uronefrosis; pielocaliectasia',
  },
  { id: 'ascites', group: 'ascites', organ: 'abdomen', support: 'fluid; liquido', words: 'ascites; ascitis' },
  {
    id: 'free fluid',
    group: 'ascites',
    words:
      'free fluid; free peritoneal|intraperitoneal|pelvic fluid; liquido libre; liquido intraperitoneal|intraabdominal; fluid in the pelvis|pouch; liquido en douglas|fondo',
  },
  {
    id: 'lung opacity',
    group: 'lung opacity',
    organ: 'lung',
    expected: true,
    support: 'opac*; infiltr*; density; densidad; airspace; air space; ground glass; vidrio',
    words:
      'pneumonia|pneumonias; neumonia|neumonias; consolidation|consolidations; consolidacion|consolidaciones; bronchopneumonia; bronconeumonia',
  },
  {
    id: 'ground glass',
    group: 'lung opacity',
    organ: 'lung',
    expected: true,
    words:
      'ground glass opacity|opacities|attenuation|opacification|changes|density|densities|infiltrate|infiltrates; opacidad|opacidades|area|areas|patron|infiltrado|infiltrados en vidrio deslustrado|esmerilado; area|areas|opacidad|opacidades|infiltrado|infiltrados|patron parcheado|parcheada|parcheadas|parcheados|bilateral|bilaterales|difuso|difusa|difusas|perifericas|periferica de|en vidrio deslustrado|esmerilado; patchy|bilateral|peripheral|diffuse|multifocal ground glass',
  },
  {
    id: 'pulmonary infarct',
    group: 'lung opacity',
    organ: 'lung',
    words: 'pulmonary|lung infarct|infarcts|infarction|infarctions; infarto|infartos pulmonar|pulmonares',
  },
  {
    id: 'opacity',
    group: 'lung opacity',
    organ: 'lung',
    words: 'opacity|opacities; opacidad|opacidades; infiltrate|infiltrates; infiltrado|infiltrados',
  },
  {
    id: 'adenopathy',
    group: 'adenopathy',
    support: 'node|nodes; nodal; ganglio*; adenop*; lymph*; linfat*; conglomerad*; conglomerate',
    words:
      'adenopathy|adenopathies; lymphadenopathy; adenopatia|adenopatias; enlarged lymph|nodes; lymph node enlargement; linfadenopatia*; mesenteric adenitis; adenitis mesenterica; adenomegalia|adenomegalias',
  },
  {
    id: 'node',
    group: 'adenopathy',
    sign: true,
    support: 'node*; nodal; ganglio*; adenop*; adenomegal*; lymph*; linfa*',
    words: 'lymph node|nodes; node|nodes; ganglio|ganglios',
  },
  {
    id: 'distortion',
    group: 'distortion',
    organ: 'breast',
    support: 'distor*; asymmetr*; asimetr*; spicul*; espicul*; retract*; retracc*',
    words: 'architectural distortion|distortions; distorsion|distorsiones',
  },
  {
    id: 'hiatal hernia',
    group: 'hiatal hernia',
    support: 'hiat*; herni*; retrocardia*; hydroaereal; hidroaereo; air fluid',
    words: 'hernia|hernias de hiato; hernia|hernias hiatal|hiatales; hiatal|hiatus hernia|hernias',
  },
  {
    id: 'wall hernia',
    group: 'wall hernia',
    support: 'herni*; saco; defect|defects; defecto*; eventrac*; protru*',
    words:
      'inguinal|umbilical|incisional|ventral|epigastric|spigelian|parastomal hernia|hernias; hernia|hernias inguinal|inguinales|umbilical|incisional|epigastrica|crural|paraumbilical|paraestomal; eventracion',
  },
  {
    id: 'sinusitis',
    group: 'sinusitis',
    organ: 'sinus',
    support:
      'mucos*; ocup*; opacif*; engros*; thicken*; fluid; hidroaereo|hidroaereos; nivel|niveles; retenc*; retention; sinus disease; velamient*',
    words: 'sinusitis; sinusopatia|sinusopatias; pansinusitis',
  },
  {
    id: 'hydrocephalus',
    group: 'hydrocephalus',
    organ: 'brain',
    support: 'ventric*; dilat*; evans',
    words: 'hydrocephalus; hidrocefalia',
  },
  {
    id: 'mucocele',
    group: 'mucocele',
    organ: 'sinus',
    support: 'mucocel*; frontal|frontales; expans*',
    words: 'mucocele|mucoceles',
  },
  { id: 'varicocele', group: 'varicocele', words: 'varicocele|varicoceles' },
  { id: 'hydrocele', group: 'hydrocele', words: 'hydrocele|hydroceles; hidrocele|hidroceles' },
  {
    id: 'no stones',
    group: 'no stones',
    organ: 'gallbladder',
    sign: true,
    words: 'alitiasica|alitiasico',
  },
  {
    id: 'osteonecrosis',
    group: 'osteonecrosis',
    support:
      'geograph*; geografic*; double line; doble linea; subchondral; subcondral; collaps*; colaps*; crescent; necro*',
    words:
      'osteonecrosis; avascular necrosis; necrosis avascular|aseptica|isquemica; avn; double line sign; signo de la doble linea',
  },
  {
    id: 'disc herniation',
    group: 'disc herniation',
    organ: 'spine',
    support:
      'protru*; extru*; bulg*; abomb*; herni*; disc|discs; disk; disco|discos; discal|discales; annul*; anulo',
    words:
      'disc|disk herniation|herniations|protrusion|protrusions|extrusion|extrusions; herniated|extruded|protruded disc|disk; hernia|hernias discal|discales; presenta|presentan hernia|hernias|protrusiones; protrusion|protrusiones|extrusion|extrusiones discal|discales; herniacion discal; hernia|protrusion|extrusion foraminal|extraforaminal|posterolateral|paracentral|paramedial|subarticular; foraminal|extraforaminal|posterolateral|paracentral|subarticular protrusion|extrusion|herniation',
  },
  { id: 'stenosis', group: 'stenosis', words: 'stenosis|stenoses; estenosis; narrowing' },
  {
    id: 'abscess',
    group: 'abscess',
    expected: true,
    support: `collection*; coleccion*; ring; anillo; restrict*; restricc*; lesion; cavit*; gas; pus; fluid; liquid*; hypoecho*; hipoeco*; rim`,
    words: 'abscess|abscesses; absceso|abscesos',
  },
  { id: 'cirrhosis', group: 'cirrhosis', organ: 'liver', words: 'cirrhosis; cirrosis' },
];
